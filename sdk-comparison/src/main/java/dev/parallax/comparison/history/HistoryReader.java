package dev.parallax.comparison.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link History} from JSON Lines, also when they are compressed with gzip. A line that cannot be read is an error unless it is the last and
 * has no end, and so are the beginning of another history and what cannot have happened as it is told.
 */
public final class HistoryReader {
    /** The first bytes of what gzip writes (RFC 1952, section 2.3.1). */
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private HistoryReader() {}

    public static History read(Path file) {
        // Unlike Files.newBufferedReader, this takes a last character that was cut in two.
        try (InputStream stream = open(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return read(reader, file.toString());
        } catch (NoSuchFileException e) {
            throw new HistoryException("cannot read the history " + file + ": no such file", e);
        } catch (IOException e) {
            throw new HistoryException("cannot read the history " + file + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file));
        try {
            stream.mark(GZIP.length);
            boolean compressed = Arrays.equals(stream.readNBytes(GZIP.length), GZIP);
            stream.reset();
            return compressed ? new GZIPInputStream(stream) : stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static History read(BufferedReader reader, String name) throws IOException {
        List<Event> events = new ArrayList<>();
        Chronology chronology = new Chronology();
        boolean torn = false;
        int number = 0;
        String line = reader.readLine();
        while (line != null) {
            number++;
            String next = reader.readLine();
            Event event = parse(line, next == null, name, number);
            if (event == null) {
                torn = true;
            } else if (event instanceof Event.RunStarted && !events.isEmpty()) {
                throw new HistoryException(name + ":" + number
                        + ": another run-started: two histories, one after the other; give each a file of its own");
            } else {
                Optional<String> wrong = chronology.wrong(event, number);
                if (wrong.isPresent()) {
                    throw new HistoryException(name + ":" + number + ": cannot have happened so: " + wrong.get());
                }
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
            if (last && (e instanceof StreamReadException || e.getCause() instanceof StreamReadException)) {
                return null;
            }
            String wrong = e instanceof JsonMappingException mapping ? wrong(mapping) : e.getOriginalMessage();
            throw new HistoryException(name + ":" + number + ": not an event: " + wrong, e);
        }
    }

    /** What cannot be taken, and where in the event it is, such as {@code replicas[0].state}. */
    private static String wrong(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        if (e instanceof InvalidNullException) {
            return "'" + path + "' is missing";
        }
        return (path.isEmpty() ? "" : "'" + path + "': ") + e.getOriginalMessage();
    }
}
