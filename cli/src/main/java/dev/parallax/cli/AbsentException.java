package dev.parallax.cli;

import dev.parallax.ParallaxException;
import dev.parallax.backend.Backend;

/** An orchestrator that answers and does not have what it was asked about. */
final class AbsentException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    private AbsentException(String message) {
        super(message);
    }

    static AbsentException of(Backend backend, String application) {
        return new AbsentException(
                backend.name() + " has no application '" + application + "'; `parallax apply` deploys one");
    }
}
