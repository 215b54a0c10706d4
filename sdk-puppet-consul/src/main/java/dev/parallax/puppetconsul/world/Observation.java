package dev.parallax.puppetconsul.world;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An application's status as it follows from the world: a pure function. A replica counts as ready at the wanted revision only. */
public final class Observation {
    private final World world;
    private final AppRecord app;
    private final Application wanted;
    private final ReplicaHealth health;
    /** By role. */
    private final Map<String, List<PlacedReplica>> placed;

    private Observation(World world, AppRecord app) {
        this.world = world;
        this.app = app;
        this.wanted = app.wanted();
        this.health = new ReplicaHealth(world);
        this.placed = app.placement().value().stream().collect(Collectors.groupingBy(PlacedReplica::role));
    }

    /** The status of an application; empty when Consul knows none of that name. */
    public static Optional<ApplicationStatus> of(World world, String application) {
        return Optional.ofNullable(world.apps().get(application)).map(app -> new Observation(world, app).status());
    }

    private ApplicationStatus status() {
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        wanted.roles().forEach((name, role) -> roles.put(name, role(name, role)));
        Map<String, ServiceStatus> services = new LinkedHashMap<>();
        Map<String, VirtualAddress> addresses =
                World.addressesOf(app.name(), world.vips().value());
        wanted.services().forEach((name, service) -> services.put(name, service(name, service, addresses.get(name))));
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        Map<String, StepRecord> records = app.stepsOfWanted();
        wanted.steps().keySet().forEach(name -> steps.put(name, step(records.get(name))));
        return new ApplicationStatus(
                app.name(),
                wanted.version(),
                app.desired().value().revision(),
                roles,
                services,
                steps,
                app.desired().value().isDeleting(),
                rollout());
    }

    private RolloutStatus rollout() {
        Desired desired = app.desired().value();
        Optional<RevisionRecord> record =
                Optional.ofNullable(app.records().get(desired.revision())).map(Versioned::value);
        return RolloutStatus.of(
                record.flatMap(RevisionRecord::reached).isPresent(),
                desired.paused(),
                app.status()
                        .value()
                        .filter(said -> said.revision() == desired.revision())
                        .flatMap(ControllerStatus::failure),
                record.flatMap(RevisionRecord::reason));
    }

    private RoleStatus role(String name, Role role) {
        List<PlacedReplica> own = placed.getOrDefault(name, List.of());
        List<ReplicaStatus> replicas = new ArrayList<>();
        int started = 0;
        int ready = 0;
        for (PlacedReplica replica : own) {
            ReplicaStatus status = replica(replica);
            replicas.add(status);
            started += isStarted(status.state()) ? 1 : 0;
            ready += status.state() == ReplicaState.READY && isCurrent(replica) ? 1 : 0;
        }
        List<String> awaited =
                app.desired().value().isDeleting() ? List.of() : PlacedReplica.wanted(name, role, 0, own);
        Set<String> present = own.stream().map(PlacedReplica::replica).collect(Collectors.toSet());
        awaited.stream()
                .filter(missing -> !present.contains(missing))
                .map(this::pending)
                .forEach(replicas::add);
        replicas.sort(Comparator.comparing(ReplicaStatus::name));
        return new RoleStatus(role.replicas().count(), own.size(), started, ready, replicas);
    }

    private boolean isCurrent(PlacedReplica replica) {
        return replica.revision() == app.desired().value().revision();
    }

    private static boolean isStarted(ReplicaState state) {
        return state == ReplicaState.STARTED || state == ReplicaState.READY;
    }

    private ReplicaStatus pending(String name) {
        Optional<String> refusal = app.status().value().flatMap(status -> status.refusals().stream()
                .filter(text -> text.startsWith(name + " "))
                .findFirst());
        return new ReplicaStatus(
                name, Optional.empty(), Optional.empty(), ReplicaState.PENDING, wanted.version(), 0, refusal);
    }

    private ReplicaStatus replica(PlacedReplica replica) {
        ReplicaState state = state(replica);
        Application application = app.revisions().get(replica.revision());
        Optional<HostReport.ReplicaReport> report = health.report(app, replica);
        return new ReplicaStatus(
                replica.replica(),
                Optional.of(replica.host()),
                Optional.ofNullable(world.hosts().get(replica.host())).map(Host::address),
                state,
                application == null ? wanted.version() : application.version(),
                report.map(HostReport.ReplicaReport::restarts).orElse(0),
                state == ReplicaState.READY ? Optional.empty() : health.complaint(app, replica));
    }

    private ReplicaState state(PlacedReplica replica) {
        if (!world.isAlive(replica.host())) {
            return ReplicaState.LOST;
        }
        return switch (replica.phase()) {
            case HELD -> ReplicaState.PLACED;
            case STARTING ->
                health.report(app, replica)
                                .map(HostReport.ReplicaReport::isActive)
                                .orElse(false)
                        ? ReplicaState.STARTED
                        : ReplicaState.PLACED;
            case RUNNING -> health.isReady(app, replica) ? ReplicaState.READY : ReplicaState.STARTED;
            case DRAINING, LEAVING, STOPPING -> ReplicaState.STOPPING;
        };
    }

    private ServiceStatus service(
            String name, Service service, @org.jspecify.annotations.Nullable VirtualAddress address) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        service.ports().forEach((port, number) -> ports.put(port, number.port()));
        TreeSet<String> endpoints = new TreeSet<>();
        service.external()
                .forEach(outside ->
                        service.ports().values().forEach(number -> endpoints.add(outside + ":" + number.port())));
        for (PlacedReplica replica :
                service.role().map(role -> placed.getOrDefault(role, List.of())).orElse(List.of())) {
            Application application = app.revisions().get(replica.revision());
            Host host = world.hosts().get(replica.host());
            if (application != null && host != null) {
                service.ports().forEach((port, number) -> {
                    if (health.isEndpoint(app, replica, name, port)) {
                        targetPort(application, replica.role(), number.target())
                                .ifPresent(target -> endpoints.add(host.address() + ":" + target));
                    }
                });
            }
        }
        return new ServiceStatus(
                Optional.ofNullable(address).map(VirtualAddress::address),
                Optional.ofNullable(address).flatMap(VirtualAddress::publicAddress),
                ports,
                List.copyOf(endpoints));
    }

    private static Optional<Integer> targetPort(Application application, String role, String port) {
        Role found = application.roles().get(role);
        return found == null
                ? Optional.empty()
                : found.components().values().stream()
                        .map(Component::ports)
                        .filter(ports -> ports.containsKey(port))
                        .map(ports -> ports.get(port))
                        .findFirst();
    }

    private static StepStatus step(@org.jspecify.annotations.Nullable StepRecord record) {
        if (record == null) {
            return new StepStatus(StepState.WAITING, 0, Optional.empty());
        }
        Optional<String> output = record.output().isBlank() ? Optional.empty() : Optional.of(record.output());
        return switch (record.state()) {
            case RUNNING -> new StepStatus(StepState.RUNNING, record.attempt(), output);
            case SUCCEEDED -> new StepStatus(StepState.SUCCEEDED, record.attempt(), Optional.empty());
            case FAILED -> new StepStatus(StepState.FAILED, record.attempt(), output);
        };
    }
}
