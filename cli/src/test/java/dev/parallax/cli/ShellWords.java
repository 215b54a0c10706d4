package dev.parallax.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The words that a real shell makes of a command line. */
final class ShellWords {
    private ShellWords() {}

    /** Without the first, which is the program. */
    static String[] argumentsOf(String commandLine) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "set -f; printf '%s\\0' " + commandLine).start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> words = List.of(output.split("\0"));
            return words.subList(1, words.size()).toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
