package dev.parallax.comparison.scenario;

import dev.parallax.comparison.ReplicaRef;
import java.time.Duration;
import java.util.Optional;

/** Every process of one replica is killed at once; the orchestrator starts it again. */
public final class ProcessKill implements Scenario {
    @Override
    public String name() {
        return "process-kill";
    }

    @Override
    public String title() {
        return "every process of one replica killed";
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
                testbed -> Optional.of(testbed.killReplica(victim)),
                testbed -> Optional.empty());
    }
}
