package dev.parallax.comparison.history;

import dev.parallax.ParallaxException;

/** A history that could not be written or understood; the message names the file and the line. */
public final class HistoryException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
