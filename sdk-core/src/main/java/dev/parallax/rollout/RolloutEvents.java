package dev.parallax.rollout;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened between two states, from nothing but these: the same two give the same events, sorted by steps and then roles, as the later
 * state has them. Of what came and went between the two nothing is known.
 */
public final class RolloutEvents {
    private final ApplicationStatus before;
    private final ApplicationStatus after;
    private final List<RolloutEvent> events = new ArrayList<>();

    private RolloutEvents(ApplicationStatus before, ApplicationStatus after) {
        this.before = before;
        this.after = after;
    }

    /** What the first state says that was seen: what is wanted, and how that stands. */
    public static List<RolloutEvent> first(ApplicationStatus first) {
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.Begun(first.revision(), first.version()));
        if (first.rollout().paused()) {
            events.add(new RolloutEvent.Paused());
        }
        first.roles().forEach((role, found) -> found.replicas()
                .forEach(replica -> trouble(role, replica).ifPresent(events::add)));
        first.rollout().failure().ifPresent(reason -> events.add(new RolloutEvent.Failed(first.revision(), reason)));
        if (isDone(first)) {
            events.add(new RolloutEvent.Done(first.revision(), first.version()));
        }
        return events;
    }

    /** Why a replica does not serve, such as that no host takes it. */
    private static Optional<RolloutEvent> trouble(String role, ReplicaStatus replica) {
        return replica.state().compareTo(ReplicaState.READY) < 0
                ? replica.lastError()
                        .map(error -> new RolloutEvent.ReplicaTroubled(role, replica.name(), replica.host(), error))
                : Optional.empty();
    }

    /** What happened since. */
    public static List<RolloutEvent> between(ApplicationStatus before, ApplicationStatus after) {
        return new RolloutEvents(before, after).all();
    }

    private List<RolloutEvent> all() {
        revision();
        after.steps().forEach(this::step);
        Map<String, Map<String, ReplicaStatus>> present = replicas(after);
        Map<String, Map<String, ReplicaStatus>> past = replicas(before);
        present.forEach((role, replicas) -> {
            Map<String, ReplicaStatus> earlier = past.getOrDefault(role, Map.of());
            replicas.values()
                    .forEach(replica -> replica(role, Optional.ofNullable(earlier.get(replica.name())), replica));
        });
        past.forEach((role, replicas) -> replicas.values().stream()
                .filter(replica -> !present.getOrDefault(role, Map.of()).containsKey(replica.name()))
                .filter(replica -> replica.state() != ReplicaState.PENDING)
                .forEach(replica -> events.add(new RolloutEvent.ReplicaGone(role, replica.name()))));
        end();
        return events;
    }

    private void revision() {
        if (after.revision() != before.revision()) {
            events.add(after.rollout()
                    .reason()
                    .<RolloutEvent>map(reason -> new RolloutEvent.RolledBack(after.revision(), after.version(), reason))
                    .orElse(new RolloutEvent.Begun(after.revision(), after.version())));
        }
        if (after.rollout().paused() != before.rollout().paused()) {
            events.add(after.rollout().paused() ? new RolloutEvent.Paused() : new RolloutEvent.Resumed());
        }
    }

    /** A step of another version has other attempts: those that were over when it was first seen are not told. */
    private void step(String name, StepStatus now) {
        boolean sameVersion = after.version().equals(before.version());
        Optional<StepStatus> then =
                sameVersion ? Optional.ofNullable(before.steps().get(name)) : Optional.empty();
        int attempts = then.map(StepStatus::attempts).orElse(0);
        if (now.state() == StepState.RUNNING
                && (now.attempts() > attempts
                        || then.map(StepStatus::state)
                                .filter(StepState.RUNNING::equals)
                                .isEmpty())) {
            events.add(new RolloutEvent.StepStarted(name, now.attempts()));
        }
        if (then.isPresent() && then.get().state() != now.state()) {
            if (now.state() == StepState.SUCCEEDED) {
                events.add(new RolloutEvent.StepSucceeded(name));
            } else if (now.state() == StepState.FAILED) {
                events.add(new RolloutEvent.StepFailed(name, now.attempts(), now.lastError()));
            }
        }
    }

    private void replica(String role, Optional<ReplicaStatus> before, ReplicaStatus now) {
        Optional<ReplicaState> then = before.map(ReplicaStatus::state);
        boolean moved = then.filter(now.state()::equals).isEmpty();
        boolean restarted =
                before.filter(earlier -> earlier.restarts() < now.restarts()).isPresent();
        String name = now.name();
        boolean ran = then.filter(state -> state == ReplicaState.STARTED || state == ReplicaState.READY)
                .isPresent();
        switch (now.state()) {
            case STARTED, READY -> {
                boolean fell = restarted && then.get() == ReplicaState.READY;
                if (!ran || fell) {
                    events.add(new RolloutEvent.ReplicaStarted(role, name, now.host(), now.version()));
                }
                if (now.state() == ReplicaState.READY && (moved || restarted)) {
                    events.add(new RolloutEvent.ReplicaReady(role, name, now.host(), now.version()));
                }
            }
            case STOPPING -> {
                if (moved) {
                    events.add(new RolloutEvent.ReplicaStopping(role, name, now.host(), now.version()));
                }
            }
            case LOST -> {
                if (moved) {
                    events.add(new RolloutEvent.ReplicaLost(role, name, now.host()));
                }
            }
            case PENDING, PLACED -> {}
        }
        if (now.state().compareTo(ReplicaState.READY) < 0) {
            trouble(role, before, now);
        }
    }

    private void trouble(String role, Optional<ReplicaStatus> before, ReplicaStatus now) {
        Optional<String> error = now.lastError();
        boolean told = before.flatMap(ReplicaStatus::lastError).equals(error);
        boolean fell =
                before.filter(earlier -> earlier.state() == ReplicaState.READY).isPresent();
        if (error.isPresent() && !told) {
            events.add(new RolloutEvent.ReplicaTroubled(role, now.name(), now.host(), error.get()));
        } else if (fell && now.state() == ReplicaState.STARTED) {
            events.add(new RolloutEvent.ReplicaTroubled(
                    role, now.name(), now.host(), error.orElse("its ready check does not pass any more")));
        }
    }

    private void end() {
        boolean same = after.revision() == before.revision();
        after.rollout()
                .failure()
                .filter(reason -> !same || before.rollout().failure().isEmpty())
                .ifPresent(reason -> events.add(new RolloutEvent.Failed(after.revision(), reason)));
        if (isDone(after) && !(same && before.rollout().state() == RolloutState.COMPLETE)) {
            events.add(new RolloutEvent.Done(after.revision(), after.version()));
        }
    }

    private static boolean isDone(ApplicationStatus status) {
        return status.rollout().state() == RolloutState.COMPLETE;
    }

    private static Map<String, Map<String, ReplicaStatus>> replicas(ApplicationStatus status) {
        Map<String, Map<String, ReplicaStatus>> replicas = new LinkedHashMap<>();
        status.roles().forEach((role, found) -> {
            Map<String, ReplicaStatus> named = new LinkedHashMap<>();
            found.replicas().forEach(replica -> named.put(replica.name(), replica));
            replicas.put(role, named);
        });
        return replicas;
    }
}
