package dev.parallax.definition;

import dev.parallax.ParallaxException;

/** A file that cannot be read; becomes a {@link Problem} where it is named. */
final class UnreadableFileException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    private final int line;

    private final int column;
    private final String hint;

    UnreadableFileException(String message, String hint) {
        this(new Position("", 0, 0), message, hint);
    }

    UnreadableFileException(Position position, String message, String hint) {
        super(message);
        this.line = position.line();
        this.column = position.column();
        this.hint = hint;
    }

    UnreadableFileException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.line = 0;
        this.column = 0;
        this.hint = hint;
    }

    /** From which on it cannot be read; 0, as that of the column, when it cannot be read at all. */
    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }
}
