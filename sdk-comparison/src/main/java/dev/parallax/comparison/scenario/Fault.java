package dev.parallax.comparison.scenario;

import dev.parallax.comparison.Injection;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.Testbed;

/** What is done to a replica, or to the host that carries it. */
interface Fault {
    Injection inject(Testbed testbed, ReplicaRef victim) throws InterruptedException;

    /** Undoes it as far as the orchestrator does not by itself. */
    default void undo(Testbed testbed, ReplicaRef victim) throws InterruptedException {}
}
