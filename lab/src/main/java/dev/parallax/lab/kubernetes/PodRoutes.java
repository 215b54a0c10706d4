package dev.parallax.lab.kubernetes;

import dev.parallax.lab.Commands;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;

/** The machine's routes to the pods of each worker, by which an observer reaches every replica by itself. */
final class PodRoutes {
    private PodRoutes() {}

    static void add() {
        for (Host worker : ClusterLayout.WORKERS) {
            Commands.run("ip", "route", "replace", worker.podCidr().orElseThrow(), "via", worker.address());
        }
    }

    static void remove() {
        for (Host worker : ClusterLayout.WORKERS) {
            // They go with the network anyway; whether one was there is of no interest.
            Commands.attempt("ip", "route", "del", worker.podCidr().orElseThrow(), "via", worker.address());
        }
    }
}
