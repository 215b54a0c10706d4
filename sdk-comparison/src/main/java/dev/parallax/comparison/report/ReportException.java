package dev.parallax.comparison.report;

import dev.parallax.ParallaxException;

/** A report that could not be written; the message names the file, and what is there instead. */
public final class ReportException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
