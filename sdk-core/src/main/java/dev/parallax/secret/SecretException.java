package dev.parallax.secret;

import dev.parallax.ParallaxException;

/** A secret whose value could not be had. The message names the secret and where its value was looked for. */
public final class SecretException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public SecretException(String message) {
        super(message);
    }

    public SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
