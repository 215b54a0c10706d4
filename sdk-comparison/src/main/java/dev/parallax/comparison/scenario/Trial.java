package dev.parallax.comparison.scenario;

import java.util.List;

/** One realisation of a scenario on one side. Used by one thread. */
public interface Trial {
    /** Does it, and records the exact instant; returns at once. */
    void begin() throws InterruptedException;

    /** What the success condition still lacks, in words; empty when it holds. Asked after each change of the view. */
    List<String> missing();

    /** Whether what was done had any effect that someone saw. A trial without one says nothing about an orchestrator. */
    boolean hasTakenEffect();

    /** Undoes what {@link #begin} did as far as the orchestrator does not by itself. Also after a failed beginning. */
    void restore() throws InterruptedException;
}
