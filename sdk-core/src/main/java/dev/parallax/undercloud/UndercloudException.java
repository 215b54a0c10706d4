package dev.parallax.undercloud;

import dev.parallax.ParallaxException;

/** A machine that could not be had, or not given back. The message says which, and why. */
public final class UndercloudException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public UndercloudException(String message) {
        super(message);
    }

    public UndercloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
