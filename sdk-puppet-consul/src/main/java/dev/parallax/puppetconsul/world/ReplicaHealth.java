package dev.parallax.puppetconsul.world;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.catalog.ConsulNames;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.PlacedReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What health and reports say of replicas. */
public final class ReplicaHealth {
    private final World world;

    public ReplicaHealth(World world) {
        this.world = world;
    }

    /** Whether a replica serves: its host answers, has said that it runs, and every check of every registration passes. */
    public boolean isReady(AppRecord app, PlacedReplica replica) {
        Application application = app.revisions().get(replica.revision());
        if (application == null || replica.phase() != PlacedReplica.Phase.RUNNING || !world.isAlive(replica.host())) {
            return false;
        }
        int checks = checksOf(application, replica.role());
        if (checks == 0) {
            return report(app, replica).map(HostReport.ReplicaReport::isActive).orElse(false);
        }
        return registrations(application, replica).stream().allMatch(id -> passes(replica.host(), id, checks));
    }

    /** Whether a replica answers for one port of a service. */
    public boolean isEndpoint(AppRecord app, PlacedReplica replica, String service, String port) {
        Application application = app.revisions().get(replica.revision());
        if (application == null || replica.phase() != PlacedReplica.Phase.RUNNING || !world.isAlive(replica.host())) {
            return false;
        }
        int checks = checksOf(application, replica.role());
        String id = ConsulNames.id(ConsulNames.service(app.name(), service, port), replica.replica());
        return checks == 0 ? isReady(app, replica) : passes(replica.host(), id, checks);
    }

    /** Whether nothing leads to a replica any more: its host has applied data without registrations, and Consul has none. */
    public boolean isDrained(AppRecord app, PlacedReplica replica) {
        HostRecord host = world.hostRecord(replica.host());
        boolean told = host.replica(ConsulNames.replica(app.name(), replica.replica()))
                .map(data -> data.path("registrations").isEmpty())
                .orElse(true);
        Application application = app.revisions().get(replica.revision());
        return told
                && host.isApplied()
                && (application == null
                        || registrations(application, replica).stream()
                                .allMatch(id ->
                                        world.health().of(replica.host(), id).isEmpty()));
    }

    /** Whether a replica's host has applied data without it. */
    public boolean isGone(AppRecord app, PlacedReplica replica) {
        HostRecord host = world.hostRecord(replica.host());
        return host.replica(ConsulNames.replica(app.name(), replica.replica())).isEmpty() && host.isApplied();
    }

    /** Whether a replica's host has applied data with it. */
    public boolean isConfirmed(AppRecord app, PlacedReplica replica) {
        HostRecord host = world.hostRecord(replica.host());
        return world.isAlive(replica.host())
                && host.replica(ConsulNames.replica(app.name(), replica.replica()))
                        .map(data -> !data.path("registrations").isEmpty())
                        .orElse(false)
                && host.isApplied()
                && report(app, replica).isPresent();
    }

    /** What a replica's host said of it last. */
    public Optional<HostReport.ReplicaReport> report(AppRecord app, PlacedReplica replica) {
        return world.hostRecord(replica.host()).report().map(report -> report.replicas()
                .get(ConsulNames.replica(app.name(), replica.replica())));
    }

    /** Why a replica is not ready, as far as a check or its host says. */
    public Optional<String> complaint(AppRecord app, PlacedReplica replica) {
        HostRecord host = world.hostRecord(replica.host());
        if (!world.isAlive(replica.host())) {
            return Optional.of("host " + replica.host() + " does not answer");
        }
        if (replica.phase() == PlacedReplica.Phase.STARTING) {
            return host.report().flatMap(HostReport::failure).or(() -> fallen(app, replica));
        }
        if (replica.phase() != PlacedReplica.Phase.RUNNING) {
            // It waits for its host, whatever its checks say.
            Optional<String> failure = host.report().flatMap(HostReport::failure);
            if (failure.isPresent()) {
                return failure;
            }
        }
        String id = ConsulNames.id(ConsulNames.role(app.name(), replica.role()), replica.replica());
        Optional<HealthCheck> critical = world.health().of(replica.host(), id).stream()
                .filter(HealthCheck::isCritical)
                .findFirst();
        return critical.filter(check -> !check.output().isBlank())
                .map(check -> check.name() + ": " + check.output().strip())
                .or(() -> fallen(app, replica))
                .or(() -> critical.map(check -> check.name() + " has not passed yet"));
    }

    /** The first component that does not run, or does so again and again; in the same words as long as it lasts. */
    private Optional<String> fallen(AppRecord app, PlacedReplica replica) {
        return report(app, replica).flatMap(report -> report.components().entrySet().stream()
                .filter(component ->
                        !component.getValue().isActive() || component.getValue().restarts() > 0)
                .map(component -> component.getKey()
                        + (component.getValue().restarts() == 0 ? " does not run" : " ends and is started again"))
                .findFirst());
    }

    private boolean passes(String host, String id, int checks) {
        List<HealthCheck> found = world.health().of(host, id);
        return found.size() >= checks && found.stream().noneMatch(HealthCheck::isCritical);
    }

    private static int checksOf(Application application, String role) {
        Role found = application.roles().get(role);
        return found == null
                ? 0
                : (int) found.components().values().stream()
                        .filter(component -> component.checks().ready().isPresent())
                        .count();
    }

    private static List<String> registrations(Application application, PlacedReplica replica) {
        List<String> ids = new ArrayList<>();
        ids.add(ConsulNames.id(ConsulNames.role(application.name(), replica.role()), replica.replica()));
        application.services().forEach((name, service) -> {
            if (service.role().filter(replica.role()::equals).isPresent()) {
                service.ports()
                        .keySet()
                        .forEach(port -> ids.add(ConsulNames.id(
                                ConsulNames.service(application.name(), name, port), replica.replica())));
            }
        });
        return ids;
    }
}
