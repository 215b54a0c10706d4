package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.plan.Ordinals;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Moves an application by a small step towards what is wanted of it. */
final class Reconciler {
    private final Loopback loopback;

    Reconciler(Loopback loopback) {
        this.loopback = loopback;
    }

    // tag::reconcile[]
    void advance(Deployment deployment, long now) {
        if (deployment.deleting) {
            stopLastWave(deployment, now);
        } else {
            deployment.application.steps().forEach((name, step) -> {
                StepRun run = deployment.step(name);
                if (run.is(StepState.RUNNING) || isMet(deployment, step.requires())) {
                    run.advance(name, step, deployment.launch(step), deployment.workplace, now);
                }
            });
            deployment.application.roles().forEach((name, role) -> advance(deployment, name, role, now));
            deployment.replicas.stream()
                    .filter(replica -> !deployment.application.roles().containsKey(replica.role))
                    .forEach(replica -> replica.stop(now));
        }
        for (Replica replica : List.copyOf(deployment.replicas)) {
            advance(deployment, replica, now);
        }
        deployment.services.lead(deployment.application, deployment::endpoints);
    }
    // end::reconcile[]

    private static void advance(Deployment deployment, String name, Role role, long now) {
        if (!deployment.released.contains(name)) {
            if (!isMet(deployment, role.requires())) {
                return;
            }
            deployment.released.add(name);
        }
        scale(deployment, name, role, now);
        for (Replica replica : deployment.replicasOf(name)) {
            if (deployment.isCurrent(replica)) {
                replica.version = deployment.application.version();
            }
        }
        replaceOutdated(deployment, name, role, now);
    }

    private static void scale(Deployment deployment, String name, Role role, long now) {
        List<Replica> present = deployment.replicasOf(name);
        List<Integer> staying = new ArrayList<>();
        List<Integer> leaving = new ArrayList<>();
        present.forEach(replica -> (replica.is(ReplicaState.STOPPING) ? leaving : staying).add(replica.index));
        Set<Integer> wanted = Ordinals.wanted(role, role.replicas().count(), staying, leaving);
        present.stream().filter(replica -> !wanted.contains(replica.index)).forEach(replica -> replica.stop(now));
        wanted.stream()
                .filter(index -> !staying.contains(index) && !leaving.contains(index))
                .forEach(index -> deployment.replicas.add(new Replica(
                        name, index, deployment.launch(name), deployment.application.version(), deployment.workplace)));
    }

    /** One that does not serve is no loss; of the others, as many as may be missing. */
    private static void replaceOutdated(Deployment deployment, String name, Role role, long now) {
        long missing = role.replicas().count() - deployment.ready(name);
        int allowed = Math.max(1, role.replicas().update().maxUnavailable());
        for (Replica replica : deployment.replicasOf(name)) {
            boolean serves = replica.is(ReplicaState.READY);
            if (!deployment.isCurrent(replica)
                    && !replica.is(ReplicaState.STOPPING)
                    && (!serves || missing < allowed)) {
                replica.stop(now);
                missing += serves ? 1 : 0;
            }
        }
    }

    private void advance(Deployment deployment, Replica replica, long now) {
        if (replica.is(ReplicaState.PENDING)) {
            place(deployment, replica);
        } else if (!replica.is(ReplicaState.STOPPING)) {
            replica.advance(now);
        } else if (replica.isGone(now)) {
            forget(deployment, replica);
        }
    }

    private static void forget(Deployment deployment, Replica replica) {
        try {
            deployment.workplace.clear(replica.name(), replica.launch);
            deployment.replicas.remove(replica);
        } catch (IOException e) {
            replica.complain("its folder cannot be deleted: " + e.getMessage());
        }
    }

    /** On the host with fewest replicas of the application; it stays pending while its role wants a host for itself and none is left. */
    private void place(Deployment deployment, Replica replica) {
        Role role = deployment.application.roles().get(replica.role);
        boolean alone = role != null && role.replicas().spread() == Spread.HOST;
        loopback.hosts().stream()
                .filter(host ->
                        !alone || deployment.replicasOf(replica.role).stream().noneMatch(other -> other.isOn(host)))
                .min(Comparator.comparingLong(host -> deployment.replicas.stream()
                        .filter(other -> other.isOn(host))
                        .count()))
                .ifPresentOrElse(
                        host -> replica.place(host, loopback.address(host)),
                        () -> replica.complain("every host has one of its role"));
    }

    /** Roles go in the reverse order of their coming, the next when those before are gone. */
    private static void stopLastWave(Deployment deployment, long now) {
        deployment.steps.values().forEach(StepRun::kill);
        List<List<Part>> waves = Waves.of(deployment.application);
        for (int wave = waves.size() - 1; wave >= 0; wave--) {
            List<Replica> last = waves.get(wave).stream()
                    .filter(part -> part.kind() == Part.Kind.ROLE)
                    .flatMap(part -> deployment.replicasOf(part.name()).stream())
                    .toList();
            if (!last.isEmpty()) {
                last.forEach(replica -> replica.stop(now));
                return;
            }
        }
        deployment.replicas.forEach(replica -> replica.stop(now));
    }

    private static boolean isMet(Deployment deployment, List<Requirement> requires) {
        return requires.stream().allMatch(requirement -> isMet(deployment, requirement));
    }

    private static boolean isMet(Deployment deployment, Requirement requirement) {
        if (requirement instanceof Requirement.OfStep step) {
            return deployment.step(step.step()).is(StepState.SUCCEEDED);
        }
        int least = requirement instanceof Requirement.OfRole role
                ? role.min()
                : ((Requirement.OfService) requirement).min();
        return Waves.required(deployment.application, requirement)
                .filter(role -> deployment.ready(role.name()) >= least)
                .isPresent();
    }
}
