package dev.parallax.comparison;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.scenario.Scenario;
import java.time.Duration;

/** Follows a comparison for those who wait for it. Called on the comparison's thread; returns quickly. */
public interface ComparisonListener {
    /** A listener that does nothing. */
    ComparisonListener NONE = new ComparisonListener() {};

    /** Something between trials that takes longer than a moment, such as {@code "resuming"}. */
    default void preparing(String side, String what) {}

    /** Both sides were inspected. */
    default void compared(Event.EquivalenceChecked checked) {}

    /** A trial begins, the {@code number}th of {@code total}; run 0 warms up. */
    default void trialStarted(String side, Scenario scenario, int run, int number, int total) {}

    /** It ended; {@code detail} says what was missing when it was not reached. */
    default void trialEnded(
            String side, Scenario scenario, int run, TrialOutcome outcome, String detail, Duration took) {}
}
