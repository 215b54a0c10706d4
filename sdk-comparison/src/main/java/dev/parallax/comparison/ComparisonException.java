package dev.parallax.comparison;

import dev.parallax.ParallaxException;

/** A comparison that could not be carried out; what was recorded until then stays in the history. */
public final class ComparisonException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public ComparisonException(String message) {
        super(message);
    }
}
