package dev.parallax.comparison.scenario;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.comparison.Injection;
import dev.parallax.comparison.Prediction;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A host that carries a replica stops without warning; the replica is replaced on another. Of the hosts that qualify, the one that holds
 * the public address is taken, which is the worst case; whether there was one is recorded. A host with a replica of a
 * role that keeps storage does not qualify, for such a replica waits for its disk.
 */
public final class HostStop implements Scenario {
    /** So often hosts that are polled may have to look until it is over. */
    private static final int POLLS = 5;

    public static final String NAME = "host-stop";

    /** For what comes after the orchestrator has begun to replace what was lost, and for what is slow on a small machine. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Fault STOP = new Fault() {
        @Override
        public Injection inject(Bench bench, ReplicaRef victim) throws InterruptedException {
            return bench.testbed().stopHost(victim.host());
        }

        @Override
        public void undo(Bench bench, ReplicaRef victim) throws InterruptedException {
            bench.testbed().restoreHost(victim.host());
        }
    };

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "a host with one replica stopped without warning";
    }

    @Override
    public Duration limit(Prediction prediction) {
        return prediction.within(prediction.hostReplaced().plus(MARGIN), POLLS);
    }

    @Override
    public Trial open(Bench bench) {
        List<ReplicaRef> candidates = candidates(bench);
        if (candidates.isEmpty()) {
            throw new ScenarioException("no host of " + bench.testbed().side() + " carries a replica of "
                    + bench.measured().role() + " and no kept storage");
        }
        Optional<String> holder = bench.serviceAddress().flatMap(bench.testbed()::publicAddressHolder);
        ReplicaRef victim = candidates.stream()
                .filter(candidate -> holder.filter(candidate.host()::equals).isPresent())
                .findFirst()
                .orElseGet(() -> candidates.get(bench.random().nextInt(candidates.size())));
        return new FaultTrial(bench, name(), victim, STOP);
    }

    private static List<ReplicaRef> candidates(Bench bench) {
        Set<String> spared = hostsWithKeptStorage(bench);
        List<ReplicaRef> candidates = new ArrayList<>();
        for (ReplicaStatus replica : bench.replicas()) {
            String host = replica.host().orElse("");
            if (replica.state() == ReplicaState.READY
                    && bench.testbed().hosts().contains(host)
                    && !spared.contains(host)) {
                candidates.add(new ReplicaRef(
                        bench.application().name(), bench.measured().role(), replica.name(), host));
            }
        }
        return candidates;
    }

    private static Set<String> hostsWithKeptStorage(Bench bench) {
        Set<String> hosts = new HashSet<>();
        Map<String, RoleStatus> live =
                bench.view().status().map(status -> status.roles()).orElse(Map.of());
        for (Map.Entry<String, Role> role : bench.application().roles().entrySet()) {
            RoleStatus status = live.get(role.getKey());
            if (status != null && role.getValue().storage().values().stream().anyMatch(Storage::keep)) {
                status.replicas().forEach(replica -> replica.host().ifPresent(hosts::add));
            }
        }
        return hosts;
    }
}
