package dev.parallax.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command line, without a process: its exit status and what it wrote. */
record Run(int status, String out, String err) {
    static Run of(String... arguments) {
        return of(Map.of(), arguments);
    }

    static Run of(Map<String, String> environment, String... arguments) {
        return of(Terminal.PIPE, environment, arguments);
    }

    static Run of(Terminal terminal, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = ParallaxCommand.run(
                new Invocation(
                        out,
                        err,
                        terminal,
                        environment,
                        Path.of("..").toAbsolutePath().normalize()),
                arguments);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
