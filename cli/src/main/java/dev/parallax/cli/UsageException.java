package dev.parallax.cli;

import dev.parallax.ParallaxException;

/** A command line that can be read and cannot be meant. */
final class UsageException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
