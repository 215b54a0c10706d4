package dev.parallax.cli;

import dev.parallax.backend.LogLine;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Lines of logs, for a person as they were written, for a script one JSON document each. */
final class LogText {
    private static final String[] COLOURS = {"cyan", "yellow", "green", "magenta", "blue"};

    /** To the microsecond, always as wide. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Invocation invocation;
    private final boolean json;
    private final boolean timestamps;
    private final boolean prefixed;

    LogText(Invocation invocation, boolean json, boolean timestamps, boolean prefixed) {
        this.invocation = invocation;
        this.json = json;
        this.timestamps = timestamps;
        this.prefixed = prefixed;
    }

    void print(LogLine line) {
        invocation.out().println(json ? OutputOptions.line(line) : text(line));
        // Also flushes: who follows reads each line at once.
        if (invocation.out().checkError()) {
            throw new ClosedException();
        }
    }

    private String text(LogLine line) {
        String whose = line.replica() + " " + line.component();
        String colour = COLOURS[Math.floorMod(whose.hashCode(), COLOURS.length)];
        return (timestamps ? time(line) + " " : "")
                + (prefixed ? invocation.terminal().styled(colour, "[" + whose + "]") + " " : "")
                + line.text();
    }

    private static String time(LogLine line) {
        return line.time().map(TIME::format).orElse("-");
    }

    /** Nobody reads standard output any more. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
