package dev.parallax.lab;

import dev.parallax.ParallaxException;

/** The lab could not do what was asked: the message says what, on which object, and what to do about it. */
public class LabException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
