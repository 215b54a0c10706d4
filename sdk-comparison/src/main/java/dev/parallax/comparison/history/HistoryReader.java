package dev.parallax.comparison.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link History} from JSON Lines. A line that cannot be read is an error unless it is the last and has no end. */
public final class HistoryReader {
    private HistoryReader() {}

    public static History read(Path file) {
        // Unlike Files.newBufferedReader, this takes a last character that was cut in two.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return read(reader, file.toString());
        } catch (NoSuchFileException e) {
            throw new HistoryException("cannot read the history " + file + ": no such file", e);
        } catch (IOException e) {
            throw new HistoryException("cannot read the history " + file + ": " + e.getMessage(), e);
        }
    }

    private static History read(BufferedReader reader, String name) throws IOException {
        List<Event> events = new ArrayList<>();
        boolean torn = false;
        int number = 0;
        String line = reader.readLine();
        while (line != null) {
            number++;
            String next = reader.readLine();
            Event event = parse(line, next == null, name, number);
            if (event == null) {
                torn = true;
            } else {
                events.add(event);
            }
            line = next;
        }
        if (events.isEmpty() || !(events.get(0) instanceof Event.RunStarted start)) {
            throw new HistoryException(name + ":1: not a history: its first line is not run-started");
        }
        if (start.format() != Event.FORMAT) {
            throw new HistoryException(
                    name + ":1: written in format " + start.format() + ", this program reads format " + Event.FORMAT);
        }
        return new History(events, events.get(events.size() - 1) instanceof Event.RunEnded, torn);
    }

    /** The event; absent when the last line is torn. */
    private static @Nullable Event parse(String line, boolean last, String name, int number) {
        try {
            Event event = HistoryFormat.READER.readValue(line);
            if (event != null) {
                return event;
            }
            throw new HistoryException(name + ":" + number + ": not an event");
        } catch (JsonProcessingException e) {
            if (last) {
                return null;
            }
            throw new HistoryException(name + ":" + number + ": not an event: " + e.getOriginalMessage(), e);
        }
    }
}
