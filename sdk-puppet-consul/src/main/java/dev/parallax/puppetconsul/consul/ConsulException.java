package dev.parallax.puppetconsul.consul;

import dev.parallax.backend.BackendException;

/** A Consul that did not answer, refused, or said what cannot be understood. The message names the call and the address. */
public final class ConsulException extends BackendException {
    private static final long serialVersionUID = 1L;

    ConsulException(String message) {
        super(message);
    }

    ConsulException(String message, Throwable cause) {
        super(message, cause);
    }
}
