package dev.parallax.comparison.probe;

import dev.parallax.ParallaxException;

/** The observer itself could not go on; says nothing about what was observed. */
public final class ProbeException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public ProbeException(String message) {
        super(message);
    }

    public ProbeException(String message, Throwable cause) {
        super(message, cause);
    }
}
