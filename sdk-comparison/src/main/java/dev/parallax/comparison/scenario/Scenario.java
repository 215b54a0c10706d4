package dev.parallax.comparison.scenario;

import java.time.Duration;

/**
 * One thing that happens to an application, the same on every side. Stateless: {@link #open} prepares one trial of it.
 */
public interface Scenario {
    /** What it is called on the command line and in results, such as {@code process-kill}. */
    String name();

    /** What happens, in a few words: {@code "every process of one replica killed"}. */
    String title();

    /** The longest a trial may take from its start to its success. */
    Duration limit();

    /**
     * Chooses what will be disturbed and prepares it; disturbs nothing yet. The application is in its start state, except for a scenario
     * that deploys it.
     *
     * @throws ScenarioException when this side offers nothing to disturb
     */
    Trial open(Bench bench) throws InterruptedException;
}
