package dev.parallax.backend;

import dev.parallax.ParallaxException;
import java.util.Collection;
import java.util.stream.Collectors;

/** An orchestrator that could not be reached, refused a request or answered with what cannot be understood. */
public class BackendException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }

    /** An application without a replica of that name. */
    public static BackendException ofNoReplica(
            String backend, String application, String replica, Collection<String> present) {
        return new BackendException(backend + ": application '" + application + "' has no replica '" + replica
                + "'; it has "
                + (present.isEmpty() ? "none" : present.stream().sorted().collect(Collectors.joining(", "))));
    }
}
