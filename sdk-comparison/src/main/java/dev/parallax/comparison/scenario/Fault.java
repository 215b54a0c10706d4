package dev.parallax.comparison.scenario;

import dev.parallax.comparison.Injection;
import dev.parallax.comparison.ReplicaRef;

/** What is done to a replica, or to the host that carries it. */
interface Fault {
    Injection inject(Bench bench, ReplicaRef victim) throws InterruptedException;

    /** Undoes it as far as the orchestrator does not by itself. */
    default void undo(Bench bench, ReplicaRef victim) throws InterruptedException {}
}
