package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.model.Component;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.Step;
import dev.parallax.plan.Ordinals;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Moves one deployment by one small step towards what is wanted. */
final class Reconciler {
    static final String CHECK_FAILS = "its ready check fails";

    private final Fleet fleet;
    private final Predicate<Component> failing;
    private final Predicate<Step> failingSteps;
    private final Function<Step, String> stepOutput;
    private final Environments environments;
    /** Attempts that are to fail, by application and step. */
    private final Map<String, Integer> failures = new HashMap<>();

    Reconciler(
            Fleet fleet,
            Environments environments,
            Predicate<Component> failing,
            Predicate<Step> failingSteps,
            Function<Step, String> stepOutput) {
        this.fleet = fleet;
        this.failing = failing;
        this.failingSteps = failingSteps;
        this.stepOutput = stepOutput;
        this.environments = environments;
    }

    void failNext(String application, String step, int attempts) {
        failures.put(application + "/" + step, attempts);
    }

    /** Whether anything changed; when not, nothing will until time passes or somebody acts. */
    boolean advance(Deployment deployment, Supplier<List<SimulatedReplica>> all, long now) {
        if (deployment.deleting) {
            return remove(deployment);
        }
        // Each state is there to be seen: what begins to stop now is gone at the next step.
        Set<SimulatedReplica> stopping = deployment.replicas.stream()
                .filter(replica -> replica.is(ReplicaState.STOPPING))
                .collect(Collectors.toSet());
        boolean changed = false;
        for (Map.Entry<String, Step> step : deployment.application.steps().entrySet()) {
            changed |= advance(deployment, step.getKey(), step.getValue());
        }
        boolean failed = RolloutJudge.failure(deployment, now).isPresent();
        for (Map.Entry<String, Role> role : deployment.application.roles().entrySet()) {
            changed |= advance(deployment, role.getKey(), role.getValue(), failed);
        }
        changed |= deployment.paused ? keepRemoved(deployment) : stopRemoved(deployment);
        for (SimulatedReplica replica : List.copyOf(deployment.replicas)) {
            ReplicaState before = replica.state;
            if (before != ReplicaState.STOPPING || stopping.contains(replica)) {
                changed |= advance(deployment, replica, all, now);
            }
            replica.since = replica.state == before ? replica.since : now;
        }
        return changed;
    }

    private static boolean keepRemoved(Deployment deployment) {
        boolean changed = false;
        for (Map.Entry<String, Deployment.Template> role : deployment.templates.entrySet()) {
            if (!deployment.application.roles().containsKey(role.getKey())) {
                changed |= scale(deployment, role.getKey(), role.getValue());
            }
        }
        return changed;
    }

    private static boolean stopRemoved(Deployment deployment) {
        boolean changed = false;
        for (SimulatedReplica replica : List.copyOf(deployment.replicas)) {
            if (!deployment.application.roles().containsKey(replica.role) && !replica.is(ReplicaState.STOPPING)) {
                replica.state = ReplicaState.STOPPING;
                changed = true;
            }
        }
        deployment.templates.keySet().retainAll(deployment.application.roles().keySet());
        return changed;
    }

    /** When a lost host's replicas are due to be replaced, a check notices that one hangs, or a rollout has failed, if any. */
    Optional<Duration> nextDeadline(Deployment deployment, long now) {
        return Stream.of(
                        RolloutJudge.nextDeadline(deployment, now).stream(),
                        deployment.replicas.stream().flatMap(replica -> Hang.nextNotice(replica, now).stream()),
                        deployment.replicas.stream()
                                .filter(replica ->
                                        replica.is(ReplicaState.LOST) && !Fleet.keepsStorage(replica.definition))
                                .map(replica -> patience(replica).minusNanos(now - replica.lostAt)))
                .flatMap(deadlines -> deadlines)
                .min(Duration::compareTo);
    }

    private boolean advance(Deployment deployment, String name, Step definition) {
        SimulatedStep step = deployment.step(name);
        // One that has begun goes on to its end.
        boolean held = deployment.paused && step.attempts == 0;
        if (step.state == StepState.WAITING && !held && isMet(deployment, definition.requires())) {
            step.start(environments.of(deployment, name, definition));
            return true;
        }
        if (step.state == StepState.RUNNING) {
            String key = deployment.application.name() + "/" + name;
            int left = failures.getOrDefault(key, 0);
            step.output = stepOutput.apply(definition);
            if (left > 0 || failingSteps.test(definition)) {
                failures.put(key, Math.max(0, left - 1));
                step.fail(definition.retries());
            } else {
                step.succeed();
            }
            return true;
        }
        return false;
    }

    private static boolean advance(Deployment deployment, String name, Role role, boolean failed) {
        boolean changed = role.replicas().drift() == DriftPolicy.REPAIR && deployment.byHand.repair(name);
        if (!deployment.released.contains(name) && !isHeld(deployment, name) && isMet(deployment, role.requires())) {
            deployment.released.add(name);
        }
        if (deployment.released.contains(name)) {
            Deployment.Template present = deployment.template(name, role);
            deployment.templates.put(name, present);
            changed |= relabel(deployment, name, present.version());
        }
        Deployment.Template template = deployment.templates.get(name);
        if (template != null && (deployment.paused || deployment.released.contains(name))) {
            changed |= scale(deployment, name, template);
        }
        if (!deployment.paused && !failed && deployment.released.contains(name)) {
            changed |= replaceOutdated(deployment, name, role);
        }
        return changed;
    }

    /** Replicas that a new version does not change are of that version, too. */
    private static boolean relabel(Deployment deployment, String role, String version) {
        boolean changed = false;
        for (SimulatedReplica replica : deployment.replicasOf(role)) {
            if (deployment.isCurrent(replica) && !replica.version.equals(version)) {
                replica.version = version;
                changed = true;
            }
        }
        return changed;
    }

    /** Whether a pause keeps a role as it is: all but those that are changed in their counts at most. */
    private static boolean isHeld(Deployment deployment, String role) {
        Deployment.Template template = deployment.templates.get(role);
        return deployment.paused && (template == null || !template.fingerprint().equals(deployment.fingerprint(role)));
    }

    private static boolean scale(Deployment deployment, String name, Deployment.Template template) {
        boolean changed = false;
        Role role = template.definition();
        List<SimulatedReplica> present = deployment.replicasOf(name);
        List<Integer> staying = new ArrayList<>();
        List<Integer> leaving = new ArrayList<>();
        present.forEach(replica -> (replica.is(ReplicaState.STOPPING) ? leaving : staying).add(replica.index));
        Set<Integer> wanted = Ordinals.wanted(role, deployment.count(name, role), staying, leaving);
        for (int index : wanted) {
            if (present.stream().noneMatch(replica -> replica.index == index)) {
                deployment.replicas.add(
                        new SimulatedReplica(name, index, role, template.version(), template.fingerprint()));
                changed = true;
            }
        }
        for (SimulatedReplica replica : present) {
            if (!wanted.contains(replica.index) && !replica.is(ReplicaState.STOPPING)) {
                replica.state = ReplicaState.STOPPING;
                changed = true;
            }
        }
        return changed;
    }

    private static boolean replaceOutdated(Deployment deployment, String name, Role role) {
        long unavailable = role.replicas().count() - deployment.ready(name);
        int allowed = Math.max(1, role.replicas().update().maxUnavailable());
        boolean changed = false;
        for (SimulatedReplica replica : deployment.replicasOf(name)) {
            boolean outdated = !deployment.isCurrent(replica) && !replica.is(ReplicaState.STOPPING);
            boolean serving = replica.is(ReplicaState.READY);
            if (outdated && (!serving || unavailable < allowed)) {
                replica.state = ReplicaState.STOPPING;
                unavailable += serving ? 1 : 0;
                changed = true;
            }
        }
        return changed;
    }

    private boolean advance(
            Deployment deployment, SimulatedReplica replica, Supplier<List<SimulatedReplica>> all, long now) {
        return switch (replica.state) {
            case PENDING -> fleet.place(deployment.application.name(), replica, all.get());
            case PLACED -> {
                replica.environments = environments.of(deployment, replica);
                replica.state = ReplicaState.STARTED;
                yield true;
            }
            case STARTED -> replica.hungAt.isPresent() ? Hang.notice(replica, now) : becomeReady(replica);
            case STOPPING -> deployment.remove(replica);
            case LOST -> replaceLost(deployment, replica, now);
            case READY -> Hang.notice(replica, now);
        };
    }

    private boolean becomeReady(SimulatedReplica replica) {
        if (replica.definition.components().values().stream().noneMatch(failing)) {
            replica.state = ReplicaState.READY;
            return true;
        }
        boolean changed = !CHECK_FAILS.equals(replica.lastError);
        replica.lastError = CHECK_FAILS;
        return changed;
    }

    private static boolean replaceLost(Deployment deployment, SimulatedReplica replica, long now) {
        if (Fleet.keepsStorage(replica.definition)
                || now - replica.lostAt < patience(replica).toNanos()) {
            return false;
        }
        return deployment.remove(replica);
    }

    private static Duration patience(SimulatedReplica replica) {
        return replica.definition.replicas().recovery().hostLostAfter();
    }

    /** Roles stop in the reverse order of the waves; the next only when the one before is gone. */
    private static boolean remove(Deployment deployment) {
        List<List<Part>> waves = new ArrayList<>(Waves.of(deployment.application));
        for (int wave = waves.size() - 1; wave >= 0; wave--) {
            boolean changed = false;
            for (Part part : waves.get(wave)) {
                if (part.kind() == Part.Kind.ROLE) {
                    for (SimulatedReplica replica : deployment.replicasOf(part.name())) {
                        changed |= stop(deployment, replica);
                    }
                }
            }
            if (changed) {
                return true;
            }
        }
        boolean changed = false;
        for (SimulatedReplica replica : List.copyOf(deployment.replicas)) {
            changed |= stop(deployment, replica);
        }
        return changed;
    }

    private static boolean stop(Deployment deployment, SimulatedReplica replica) {
        if (replica.is(ReplicaState.STOPPING)) {
            deployment.remove(replica);
        } else {
            replica.state = ReplicaState.STOPPING;
        }
        return true;
    }

    private static boolean isMet(Deployment deployment, List<Requirement> requires) {
        return requires.stream().allMatch(requirement -> isMet(deployment, requirement));
    }

    private static boolean isMet(Deployment deployment, Requirement requirement) {
        if (requirement instanceof Requirement.OfStep step) {
            return deployment.step(step.step()).succeeded();
        }
        if (requirement instanceof Requirement.OfRole role) {
            return deployment.ready(role.role()) >= role.min();
        }
        Requirement.OfService required = (Requirement.OfService) requirement;
        Service service = deployment.application.services().get(required.service());
        return service != null
                && service.role()
                        .filter(role -> deployment.ready(role) >= required.min())
                        .isPresent();
    }
}
