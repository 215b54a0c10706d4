package dev.parallax.comparison.scenario;

import dev.parallax.comparison.Injection;
import dev.parallax.comparison.Prediction;
import java.time.Duration;

/** Something happens to one replica of the measured role, any of those that are ready; its host goes on. */
public final class ReplicaFault implements Scenario {
    /** So often hosts that are polled may have to look until it is over. */
    private static final int POLLS = 5;

    /** The name of {@link #processKill}. */
    public static final String PROCESS_KILL = "process-kill";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name;
    private final String title;
    private final Fault fault;

    private ReplicaFault(String name, String title, Fault fault) {
        this.name = name;
        this.title = title;
        this.fault = fault;
    }

    /** Every process of one replica is killed at once; the orchestrator starts it again. */
    public static ReplicaFault processKill() {
        return new ReplicaFault(PROCESS_KILL, "every process of one replica killed", (bench, victim) -> bench.testbed()
                .killReplica(victim));
    }

    /** One replica is deleted through the orchestrator, which replaces it. */
    public static ReplicaFault replicaDelete() {
        return new ReplicaFault(
                "replica-delete",
                "one replica deleted through the orchestrator",
                (bench, victim) -> Injection.of(
                        bench.clock().ticker(),
                        () -> bench.testbed().backend().replace(victim.application(), victim.replica())));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Duration limit(Prediction prediction) {
        return prediction.within(LIMIT, POLLS);
    }

    @Override
    public Trial open(Bench bench) {
        return new FaultTrial(bench, name, bench.anyReadyReplica(), fault);
    }
}
