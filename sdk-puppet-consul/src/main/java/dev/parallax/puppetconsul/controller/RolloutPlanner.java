package dev.parallax.puppetconsul.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.catalog.ReplicaData;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves each replica one phase on. A new one starts when what its role requires is there; one of an older revision is drained, given
 * the new data and started again, no more at a time than the role's policy allows to be missing. One whose data would not
 * change is only relabelled.
 */
final class RolloutPlanner {
    private final World world;
    private final AppWork app;
    private final Map<String, VirtualAddress> addresses;
    private final Agenda agenda;

    RolloutPlanner(World world, AppWork app, Map<String, VirtualAddress> addresses, Agenda agenda) {
        this.world = world;
        this.app = app;
        this.addresses = addresses;
        this.agenda = agenda;
    }

    void plan() {
        for (PlacedReplica replica : List.copyOf(app.replicas())) {
            advance(replica);
        }
        app.wanted().roles().forEach(this::roll);
    }

    /** What follows from what hosts said, whatever is wanted. */
    void advance(PlacedReplica replica) {
        boolean alive = world.isAlive(replica.host());
        switch (replica.phase()) {
            case HELD -> {}
            case STARTING -> {
                if (app.health().isConfirmed(app.record(), replica)) {
                    app.replace(replica, replica.at(Phase.RUNNING, agenda.now()));
                }
            }
            case RUNNING -> {}
            case DRAINING -> {}
            case LEAVING -> {
                if (!alive || replica.revision() == 0) {
                    app.replicas().remove(replica);
                } else if (app.health().isDrained(app.record(), replica)) {
                    app.replace(replica, replica.at(Phase.STOPPING, agenda.now()));
                }
            }
            case STOPPING -> {
                if (!alive || app.health().isGone(app.record(), replica)) {
                    app.replicas().remove(replica);
                }
            }
        }
    }

    private void roll(String name, Role role) {
        boolean met = app.meets("role " + name, role.requires(), agenda);
        OptionalLong target = target(name, met);
        if (target.isEmpty()) {
            return;
        }
        for (PlacedReplica replica : app.replicasOf(name)) {
            boolean drained = replica.phase() == Phase.DRAINING && app.health().isDrained(app.record(), replica);
            if (replica.phase() == Phase.HELD || drained) {
                app.replace(replica, replica.startingAt(target.getAsLong(), agenda.now()));
            } else if (isOutdated(replica) && met && isSame(replica)) {
                app.replace(replica, replica.relabelled(app.revision()));
            }
        }
        if (met) {
            update(name, role);
        }
        judge(name, role);
    }

    /** The revision a replica starts at: the wanted one, or that of its siblings while the wanted one's requirements are not met. */
    private OptionalLong target(String role, boolean met) {
        if (met) {
            return OptionalLong.of(app.revision());
        }
        return app.replicasOf(role).stream()
                .filter(replica -> replica.phase() != Phase.HELD)
                .mapToLong(PlacedReplica::revision)
                .filter(revision -> app.record().revisions().get(revision) != null)
                .max();
    }

    private boolean isOutdated(PlacedReplica replica) {
        return replica.revision() != app.revision()
                && (replica.phase() == Phase.STARTING || replica.phase() == Phase.RUNNING);
    }

    private boolean isSame(PlacedReplica replica) {
        Application before = app.record().revisions().get(replica.revision());
        Host host = world.hosts().get(replica.host());
        if (before == null || host == null || !before.roles().containsKey(replica.role())) {
            return false;
        }
        return data(before, replica, host).equals(data(app.wanted(), replica, host));
    }

    private ObjectNode data(Application application, PlacedReplica replica, Host host) {
        ObjectNode data = new ReplicaData(application, app.record().secrets(), addresses)
                .of(replica.role(), replica.replica(), host);
        data.remove("version");
        return data;
    }

    /** Takes outdated replicas out of service: first those that do not serve anyway, then as many as may be missing. */
    private void update(String name, Role role) {
        List<PlacedReplica> outdated = new ArrayList<>(
                app.replicasOf(name).stream().filter(this::isOutdated).toList());
        if (outdated.isEmpty() || isHalted(name, role)) {
            return;
        }
        outdated.sort(Comparator.comparing(app::isReady).thenComparing(PlacedReplica::ordinal));
        long missing = role.replicas().count() - app.readyOf(name);
        long allowed = Math.max(1, role.replicas().update().maxUnavailable());
        for (PlacedReplica replica : outdated) {
            if (!world.isAlive(replica.host())) {
                continue;
            }
            boolean ready = app.isReady(replica);
            if (!ready || missing < allowed) {
                app.replace(replica, replica.at(Phase.DRAINING, agenda.now()));
                missing += ready ? 1 : 0;
            }
        }
    }

    /** A rollout that has made no progress for too long has failed. */
    private void judge(String name, Role role) {
        if (isHalted(name, role)) {
            app.fail("role " + name + " is not ready at version " + app.wanted().version() + " after "
                    + role.replicas().update().deadline().toSeconds() + " s without progress"
                    + complaint(name).map(text -> ": " + text).orElse(""));
        }
    }

    private boolean isHalted(String name, Role role) {
        boolean rolledOut = app.record()
                .status()
                .value()
                .flatMap(status -> status.goodRevision())
                .filter(good -> good == app.revision())
                .isPresent();
        List<PlacedReplica> replicas = app.replicasOf(name);
        boolean ready = replicas.stream()
                        .filter(replica -> replica.revision() == app.revision() && app.isReady(replica))
                        .count()
                >= role.replicas().count();
        Instant applied = app.record().desired().value().applied();
        Optional<Instant> progress = replicas.stream()
                .filter(replica -> replica.revision() == app.revision() && replica.phase() != Phase.HELD)
                .map(replica -> replica.since().isAfter(applied) ? replica.since() : applied)
                .max(Comparator.naturalOrder());
        return !rolledOut
                && !ready
                && progress.isPresent()
                && agenda.hasPassed(progress.get(), role.replicas().update().deadline());
    }

    private Optional<String> complaint(String role) {
        return app.replicasOf(role).stream()
                .filter(replica -> !app.isReady(replica))
                .map(replica -> app.health().complaint(app.record(), replica))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
