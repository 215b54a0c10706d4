package dev.parallax.comparison.scenario;

import dev.parallax.ParallaxException;

/** A trial that could not be carried out; says nothing about the orchestrator's speed. */
public final class ScenarioException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    public ScenarioException(String message) {
        super(message);
    }
}
