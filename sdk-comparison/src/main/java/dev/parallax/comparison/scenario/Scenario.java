package dev.parallax.comparison.scenario;

import dev.parallax.comparison.Prediction;
import java.time.Duration;

/**
 * One thing that happens to an application, the same on every side. Stateless: {@link #open} prepares one trial of it.
 */
public interface Scenario {
    /** What it is called on the command line and in results, such as {@code process-kill}. */
    String name();

    /** What happens, in a few words: {@code "every process of one replica killed"}. */
    String title();

    /**
     * The longest a trial may take from its start to its success, on a side whose timers predict this. Longer than the
     * prediction by a margin, so that a trial that times out says more than that the timers are long.
     */
    Duration limit(Prediction prediction);

    /**
     * Chooses what will be disturbed and prepares it; disturbs nothing yet. The application is in its start state, except for a scenario
     * that deploys it.
     *
     * @throws ScenarioException when this side offers nothing to disturb
     */
    Trial open(Bench bench) throws InterruptedException;
}
