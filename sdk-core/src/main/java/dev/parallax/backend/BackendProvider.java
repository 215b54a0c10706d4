package dev.parallax.backend;

/**
 * Opens a backend by name; found through {@link java.util.ServiceLoader}. Has a public constructor without arguments
 * that does no work.
 */
public interface BackendProvider {
    /** The name of {@link Backend#name()}. */
    String name();

    /** Connects; settings the provider does not know are refused. Unreachable: {@link BackendException}. */
    Backend open(BackendSettings settings);
}
