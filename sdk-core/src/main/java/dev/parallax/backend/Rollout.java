package dev.parallax.backend;

import java.time.Duration;

/** An application on its way to what was applied. */
public interface Rollout {
    String application();

    /** The revision that was applied; rises with every change of the definition. */
    long revision();

    /** The state now. */
    ApplicationStatus status();

    /**
     * Waits until every step has succeeded and every role has its wanted replicas ready at the applied version. Replicas that these took the
     * place of may still be stopping then.
     *
     * @throws NotReachedException when the time is up; names what is missing, a pause too
     * @throws BackendException when the rollout has failed for good, such as a step out of retries, or another revision took its place
     * @throws InterruptedException when interrupted; the rollout goes on by itself
     */
    ApplicationStatus await(Duration timeout) throws InterruptedException;
}
