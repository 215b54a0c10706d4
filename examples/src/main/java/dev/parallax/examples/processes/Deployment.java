package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Revision;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Exposure;
import dev.parallax.model.Role;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Step;
import dev.parallax.secret.SecretValue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One application: what is wanted of it, and what there is. */
final class Deployment {
    private static final int REVISIONS_KEPT = 10;

    final Workplace workplace;
    final List<Replica> replicas = new ArrayList<>();
    /** By version and name. */
    final Map<String, StepRun> steps = new HashMap<>();

    final ServiceAddresses services;
    /** Roles whose requirements were met since the definition changed. */
    final Set<String> released = new HashSet<>();
    /** The newest first. */
    final Deque<Revision> history = new ArrayDeque<>();

    private final Map<String, Launch> launches = new HashMap<>();
    Application application;
    Map<String, SecretValue> secrets;
    boolean deleting;

    Deployment(
            Application application, Map<String, SecretValue> secrets, Workplace workplace, ServiceAddresses services) {
        this.application = application;
        this.secrets = secrets;
        this.workplace = workplace;
        this.services = services;
    }

    void change(Application wanted, Map<String, SecretValue> values, Instant now) {
        application = wanted;
        secrets = values;
        released.clear();
        launches.clear();
        long number = 1;
        if (!history.isEmpty()) {
            Revision last = history.removeFirst();
            number = last.number() + 1;
            history.addFirst(with(last, last.reached(), false));
        }
        history.addFirst(new Revision(number, wanted, now, Optional.empty(), true, Optional.empty()));
        if (history.size() > REVISIONS_KEPT) {
            history.removeLast();
        }
    }

    /** Notes that all of the present revision was ready once. */
    void reached(Instant now) {
        if (history.getFirst().reached().isEmpty()) {
            history.addFirst(with(history.removeFirst(), Optional.of(now), true));
        }
    }

    private static Revision with(Revision revision, Optional<Instant> reached, boolean current) {
        return new Revision(
                revision.number(), revision.definition(), revision.applied(), reached, current, revision.reason());
    }

    StepRun step(String name) {
        return steps.computeIfAbsent(application.version() + "/" + name, key -> new StepRun());
    }

    /** What replicas of a role are to be started from. */
    Launch launch(String role) {
        return launches.computeIfAbsent(role, name -> {
            Role definition = Objects.requireNonNull(application.roles().get(name));
            Component component = definition.components().values().iterator().next();
            return Launch.of(application, component, definition.storage(), secrets, services.byName());
        });
    }

    Launch launch(Step step) {
        Launch used = launch(step.use().role());
        return Launch.of(application, Step.component(step, used.component()), Map.of(), secrets, services.byName());
    }

    List<Replica> replicasOf(String role) {
        return replicas.stream()
                .filter(replica -> replica.role.equals(role))
                .sorted(Comparator.comparingInt(replica -> replica.index))
                .toList();
    }

    long ready(String role) {
        return replicasOf(role).stream()
                .filter(replica -> replica.is(ReplicaState.READY))
                .count();
    }

    /** Whether a replica is what is wanted now, and stays. */
    boolean isCurrent(Replica replica) {
        return !replica.is(ReplicaState.STOPPING)
                && application.roles().containsKey(replica.role)
                && replica.launch.equals(launch(replica.role));
    }

    /** The endpoints of a service's port that answer, sorted. */
    List<String> endpoints(String service, ServicePort port) {
        return Optional.ofNullable(application.services().get(service)).flatMap(found -> found.role()).stream()
                .flatMap(role -> replicasOf(role).stream())
                .flatMap(replica -> replica.endpoint(port.target()).stream())
                .sorted()
                .toList();
    }

    ApplicationStatus status() {
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        application
                .roles()
                .forEach((name, role) -> roles.put(
                        name, role(name, deleting ? 0 : role.replicas().count())));
        replicas.forEach(replica -> roles.computeIfAbsent(replica.role, name -> role(name, 0)));
        Map<String, ServiceStatus> led = new LinkedHashMap<>();
        application.services().forEach((name, service) -> {
            Map<String, Integer> ports = new LinkedHashMap<>();
            List<String> ready = new ArrayList<>();
            service.ports().forEach((port, number) -> {
                ports.put(port, number.port());
                ready.addAll(endpoints(name, number));
            });
            Optional<String> address = Optional.ofNullable(services.byName().get(name));
            led.put(
                    name,
                    new ServiceStatus(
                            address,
                            address.filter(any -> service.exposure() == Exposure.PUBLIC),
                            ports,
                            ready.stream().sorted().toList()));
        });
        Map<String, StepStatus> told = new LinkedHashMap<>();
        application.steps().keySet().forEach(name -> told.put(name, step(name).status()));
        Optional<String> failure = told.entrySet().stream()
                .filter(step -> step.getValue().state() == StepState.FAILED)
                .map(step -> "step '" + step.getKey() + "' failed and has no retries left")
                .findFirst();
        Revision present = history.getFirst();
        return new ApplicationStatus(
                application.name(),
                application.version(),
                present.number(),
                roles,
                led,
                told,
                deleting,
                RolloutStatus.of(present.reached().isPresent(), false, failure, present.reason()));
    }

    /** Of those that are counted, only replicas of the present definition are. */
    private RoleStatus role(String name, int wanted) {
        List<Replica> current =
                replicasOf(name).stream().filter(this::isCurrent).toList();
        return new RoleStatus(
                wanted,
                count(current, ReplicaState.PLACED, ReplicaState.STARTED, ReplicaState.READY),
                count(current, ReplicaState.STARTED, ReplicaState.READY),
                count(current, ReplicaState.READY),
                replicasOf(name).stream().map(Replica::status).toList());
    }

    private static int count(List<Replica> replicas, ReplicaState... states) {
        return (int) replicas.stream()
                .filter(replica -> List.of(states).contains(replica.state))
                .count();
    }
}
