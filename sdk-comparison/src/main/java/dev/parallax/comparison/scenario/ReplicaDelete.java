package dev.parallax.comparison.scenario;

import dev.parallax.comparison.ReplicaRef;
import java.time.Duration;
import java.util.Optional;

/** One replica is deleted through the orchestrator, which replaces it. */
public final class ReplicaDelete implements Scenario {
    @Override
    public String name() {
        return "replica-delete";
    }

    @Override
    public String title() {
        return "one replica deleted through the orchestrator";
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(2);
    }

    @Override
    public Trial open(Bench bench) {
        ReplicaRef victim = bench.anyReadyReplica();
        return new FaultTrial(
                bench,
                name(),
                victim,
                testbed -> Optional.of(testbed.deleteReplica(victim)),
                testbed -> Optional.empty());
    }
}
