package dev.parallax.comparison.scenario;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.Recorder;
import dev.parallax.comparison.history.RunClock;
import dev.parallax.comparison.probe.LiveView;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.model.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a trial works with: the side, the application, what is seen of it, and where to record. {@code random} is seeded, so that
 * a run can be repeated with the same choices.
 */
public record Bench(
        Testbed testbed,
        Application application,
        MeasuredService measured,
        LiveView view,
        Event.Probing probing,
        RunClock clock,
        Recorder recorder,
        RandomGenerator random) {

    /** The replicas of the measured role, as the orchestrator last told. */
    public List<ReplicaStatus> replicas() {
        return view.status()
                .map(status -> status.roles().get(measured.role()))
                .map(RoleStatus::replicas)
                .orElse(List.of());
    }

    /** The ready replicas of the measured role. */
    public List<ReplicaRef> readyReplicas() {
        List<ReplicaRef> ready = new ArrayList<>();
        for (ReplicaStatus replica : replicas()) {
            Optional<String> host = replica.host();
            if (replica.state() == ReplicaState.READY && host.isPresent()) {
                ready.add(new ReplicaRef(application.name(), measured.role(), replica.name(), host.get()));
            }
        }
        return ready;
    }

    /** A ready replica of the measured role, any of them with the same chance. */
    public ReplicaRef anyReadyReplica() {
        List<ReplicaRef> candidates = readyReplicas();
        if (candidates.isEmpty()) {
            throw new ScenarioException("no replica of " + measured.role() + " is ready on " + testbed.side());
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** The address that clients use: public where there is one. */
    public Optional<String> serviceAddress() {
        return view.status()
                .map(status -> status.services().get(measured.service()))
                .flatMap(measured::address);
    }

    /** What keeps the application from its full strength, as orchestrator and probes tell; empty when nothing does. */
    public List<String> missingForFullStrength() {
        List<String> missing = new ArrayList<>();
        Optional<ApplicationStatus> status = view.status();
        if (status.isEmpty()) {
            return List.of("any word from the orchestrator");
        }
        int good = probing.goodInARow();
        status.get().roles().forEach((name, role) -> {
            if (role.ready() < role.wanted()) {
                missing.add(role.wanted() + " ready replicas of " + name + " (" + role.ready() + " are)");
            }
        });
        if (status.get().roles().isEmpty() || !status.get().isReady()) {
            missing.add("the orchestrator's word that all is ready");
        }
        if (view.goodInARow(Event.ProbeEnded.SERVICE) < good) {
            missing.add(good + " good probes in a row at the service's address");
        }
        long answering = replicas().stream()
                .filter(replica -> view.goodInARow(replica.name()) >= good)
                .count();
        if (answering < measured.wanted()) {
            missing.add(measured.wanted() + " replicas that answer directly (" + answering + " do)");
        }
        return missing;
    }
}
