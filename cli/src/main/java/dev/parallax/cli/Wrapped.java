package dev.parallax.cli;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal: lines that end between words, and go on indented. */
final class Wrapped {
    private Wrapped() {}

    /** A word that is longer than a line has one for itself. */
    static List<String> lines(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.toString().isBlank() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
