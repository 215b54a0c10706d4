package dev.parallax.comparison;

import dev.parallax.ParallaxException;

/** A side that could not be brought up, disturbed or restored; the message says which host or replica, and why. */
public class TestbedException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public TestbedException(String message) {
        super(message);
    }

    public TestbedException(String message, Throwable cause) {
        super(message, cause);
    }
}
