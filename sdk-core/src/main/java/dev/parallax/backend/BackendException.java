package dev.parallax.backend;

import dev.parallax.ParallaxException;

/** An orchestrator that could not be reached, refused a request or answered with what cannot be understood. */
public class BackendException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
