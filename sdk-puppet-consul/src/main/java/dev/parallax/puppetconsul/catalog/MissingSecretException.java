package dev.parallax.puppetconsul.catalog;

import dev.parallax.backend.BackendException;

/** A secret that the definition names and the store does not hold. */
public final class MissingSecretException extends BackendException {
    private static final long serialVersionUID = 1L;

    MissingSecretException(String secret) {
        super("secret '" + secret + "' has no value in Consul; apply the definition again");
    }
}
