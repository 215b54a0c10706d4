package dev.parallax.cli;

import dev.parallax.ParallaxException;

/** An orchestrator that answers and does not have what it was asked about. */
final class AbsentException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    AbsentException(String message) {
        super(message);
    }
}
