package dev.parallax.backend;

import dev.parallax.ParallaxException;

/** A state that was awaited and was not there when the time was up. What was applied stays applied. */
public final class NotReachedException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public NotReachedException(String message) {
        super(message);
    }
}
