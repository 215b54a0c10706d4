package dev.parallax.definition;

import dev.parallax.ParallaxException;

/** A file that cannot be read; becomes a {@link Problem} where it is named. */
final class UnreadableFileException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    UnreadableFileException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    UnreadableFileException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }
}
