package dev.parallax.backend;

import dev.parallax.fidelity.FidelityRules;

/**
 * Opens a backend by name; found through {@link java.util.ServiceLoader}. Has a public constructor without arguments
 * that does no work.
 */
public interface BackendProvider {
    /** The name of {@link Backend#name()}. */
    String name();

    /** What the backend makes of each field of a definition. Needs no orchestrator. */
    FidelityRules fidelity();

    /** Connects; settings the provider does not know are refused ({@link BackendSettings#requireKnown}), as are wrong values ({@link
     * InvalidSettingException}). Unreachable: {@link BackendException}. */
    Backend open(BackendSettings settings);
}
