package dev.parallax.definition;

import java.util.Comparator;

/**
 * One thing that is wrong with a definition. {@code file} is empty for an application built in Java; {@code line} and {@code
 * column} count from 1 and are 0 where there is no place; {@code path} is such as {@code roles.keystone.replicas.count}.
 */
public record Problem(String file, int line, int column, String path, String message, String hint) {
    /** By file, place and path; those of one place are left in their order, such as that of the lines of a template. */
    public static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path);

    /**
     * {@code file:line:column path: what is wrong; what to write instead}, in one line: characters that would break it, or be
     * obeyed by a terminal, are escaped.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        if (!path.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(path);
        }
        text.append(text.isEmpty() ? "" : ": ").append(message);
        if (!hint.isEmpty()) {
            text.append("; ").append(hint);
        }
        return escaped(text);
    }

    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                escaped.append("\\n");
            } else if (isPlain(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append("\\u%04X".formatted(c));
            }
        });
        return escaped.toString();
    }

    /** Neither a control character, nor one that turns the direction of writing, nor half of one. */
    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
