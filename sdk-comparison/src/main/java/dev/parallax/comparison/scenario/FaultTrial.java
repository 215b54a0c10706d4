package dev.parallax.comparison.scenario;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.comparison.Injection;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault done to one replica or to the host that carries it. Over when someone has seen it, and the application is back at full strength.
 */
final class FaultTrial implements Trial {
    private final Bench bench;
    private final String name;
    private final ReplicaRef victim;
    private final Fault fault;
    private final int restartsBefore;
    private boolean noticed;

    /** {@code name}: what the fault is called in the history. */
    FaultTrial(Bench bench, String name, ReplicaRef victim, Fault fault) {
        this.bench = bench;
        this.name = name;
        this.victim = victim;
        this.fault = fault;
        this.restartsBefore = seen().map(ReplicaStatus::restarts).orElse(0);
    }

    @Override
    public void begin() throws InterruptedException {
        Optional<String> holder = bench.serviceAddress().flatMap(bench.testbed()::publicAddressHolder);
        Injection injection = fault.inject(bench, victim);
        long at = bench.clock().at(injection.before());
        bench.view().mark(at);
        bench.recorder()
                .record(new Event.FaultInjected(
                        at,
                        bench.clock().at(injection.after()),
                        name,
                        victim.replica(),
                        victim.host(),
                        holder.filter(victim.host()::equals).isPresent(),
                        holder.orElse(null)));
    }

    @Override
    public List<String> missing() {
        noticed |= isNoticed();
        List<String> missing = new ArrayList<>(bench.missingForFullStrength());
        if (!noticed) {
            missing.add(0, "any sign of the fault, from the orchestrator or the probes");
        }
        return missing;
    }

    @Override
    public boolean hasTakenEffect() {
        return noticed;
    }

    @Override
    public void restore() throws InterruptedException {
        fault.undo(bench, victim);
    }

    private boolean isNoticed() {
        Optional<ReplicaStatus> now = seen();
        return now.isEmpty()
                || now.get().state() != ReplicaState.READY
                || now.get().restarts() != restartsBefore
                || bench.view().hasFailed(victim.replica());
    }

    private Optional<ReplicaStatus> seen() {
        return bench.replicas().stream()
                .filter(replica -> replica.name().equals(victim.replica()))
                .filter(replica -> replica.host().filter(victim.host()::equals).isPresent())
                .findFirst();
    }
}
