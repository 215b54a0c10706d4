package dev.parallax.review;

import dev.parallax.ParallaxException;

/** A plan that is no longer what would happen. Nothing was touched. */
public final class PlanMovedException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    PlanMovedException(String message) {
        super(message);
    }
}
