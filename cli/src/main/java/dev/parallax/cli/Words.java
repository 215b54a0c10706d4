package dev.parallax.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Constants of the program, and texts of others, as a person reads them. */
final class Words {
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private Words() {}

    /**
     * A text of somebody else's on one line, with what a terminal would obey written out as {@code \\e} or {@code \\u202e}: controls, and marks
     * that turn the direction of what follows.
     */
    static String printable(String text) {
        return INVISIBLE
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(escape(found.group().charAt(0))));
    }

    private static String escape(char control) {
        return switch (control) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\u001b' -> "\\e";
            default -> "\\u%04x".formatted((int) control);
        };
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
