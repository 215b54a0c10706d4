package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Placement;
import dev.parallax.puppetconsul.placement.Placer;
import dev.parallax.puppetconsul.placement.Seat;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives replicas their hosts, those of lost hosts new ones, and those beyond the wanted count their leave. A replica stays with its
 * lost host as long as no other can take it, unless that was removed, with the storage it kept. One that leaves has its host until it is gone; another is placed at once all the same, where
 * there is room. One that serves leaves only when enough others do.
 */
final class PlacementPlanner {
    private final World world;
    private final Collection<AppWork> apps;
    private final LostHosts lost;
    private final Agenda agenda;
    private final Holdings holdings;
    private final Map<String, KeptStorage> storage;
    private final List<Demand> demands = new ArrayList<>();
    private final List<Seat> seats = new ArrayList<>();
    private final Map<Seat, Demand> held = new HashMap<>();
    private final Map<String, PlacedReplica> givenUp = new HashMap<>();
    /** By role, how many replicas are ready that have not been told to leave. */
    private final Map<String, Long> ready = new HashMap<>();

    PlacementPlanner(
            World world,
            Collection<AppWork> apps,
            LostHosts lost,
            Map<String, KeptStorage> storage,
            Holdings holdings,
            Agenda agenda) {
        this.world = world;
        this.holdings = holdings;
        this.apps = apps;
        this.lost = lost;
        this.storage = storage;
        this.agenda = agenda;
    }

    void plan() {
        apps.forEach(this::collect);
        Map<String, String> homes = new TreeMap<>();
        storage.values().forEach(kept -> homes.put(kept.key(), kept.host()));
        Placement placement = Placer.place(world.hosts().values(), demands, seats, homes, held);
        apps.forEach(app -> settle(app, placement));
    }

    private void collect(AppWork app) {
        Set<String> roles = new TreeSet<>();
        if (!app.isDeleting()) {
            app.roles().forEach((name, role) -> {
                Demand wanted = Demand.of(app.name(), name, role, app.names(name));
                demands.add(holdings.starting(app, wanted));
                roles.add(name);
                if (wanted.keepsStorage()) {
                    wanted.replicas().forEach(replica -> comeBack(app, wanted, replica));
                }
            });
        }
        Set<String> misplaced = app.isDeleting() || app.isPaused() ? Set.of() : Misplaced.of(world, app);
        for (PlacedReplica replica : app.replicas()) {
            boolean stays = !misplaced.contains(replica.replica()) && !holdings.isCramped(app, replica);
            if (replica.phase() == Phase.HELD && !stays) {
                // No host knows of it yet: it is placed as if it were new.
                continue;
            }
            Role role = role(app, replica);
            Demand demand = role == null ? null : Demand.of(app.name(), replica.role(), role, List.of());
            if (demand != null && roles.add(replica.role())) {
                demands.add(demand);
            }
            boolean keeps = demand != null
                    && demand.keepsStorage()
                    && (replica.phase() == Phase.HELD
                            || storage.containsKey(KeptStorage.key(app.name(), replica.replica())));
            boolean leavesItsHost = role != null
                    && !app.isDeleting()
                    && (keeps
                            ? lost.isRemoved(replica.host())
                            : lost.isGivenUp(
                                    replica.host(), role.replicas().recovery().hostLostAfter(), agenda));
            if (leavesItsHost) {
                givenUp.put(KeptStorage.key(app.name(), replica.replica()), replica);
            } else {
                Seat seat = new Seat(app.name(), replica.role(), replica.replica(), replica.host());
                seats.add(seat);
                holdings.reserved(app, replica, stays).ifPresent(reserved -> held.put(seat, reserved));
            }
        }
    }

    private void comeBack(AppWork app, Demand wanted, String replica) {
        KeptStorage kept = storage.get(KeptStorage.key(app.name(), replica));
        if (kept != null) {
            held.put(new Seat(app.name(), wanted.role(), replica, kept.host()), holdings.returning(app, wanted));
        }
    }

    private static @org.jspecify.annotations.Nullable Role role(AppWork app, PlacedReplica replica) {
        Role role = app.roles().get(replica.role());
        Application own = app.record().revisions().get(replica.revision());
        return role != null || own == null ? role : own.roles().get(replica.role());
    }

    private void settle(AppWork app, Placement placement) {
        if (app.isDeleting()) {
            return;
        }
        Map<String, PlacedReplica> present = new HashMap<>();
        app.replicas().forEach(replica -> present.put(replica.replica(), replica));
        List<PlacedReplica> next = new ArrayList<>();
        Set<String> seated = new TreeSet<>();
        Map<String, Set<String>> wanted = new HashMap<>();
        for (Seat seat : placement.seats()) {
            if (seat.app().equals(app.name())) {
                seated.add(seat.replica());
                PlacedReplica before = present.get(seat.replica());
                PlacedReplica after = before != null && before.host().equals(seat.host())
                        ? before
                        : new PlacedReplica(
                                seat.role(),
                                seat.replica(),
                                seat.host(),
                                agenda.now(),
                                before == null ? 0 : before.revision(),
                                Phase.HELD);
                boolean stays = wanted.computeIfAbsent(seat.role(), role -> Set.copyOf(app.names(role)))
                        .contains(seat.replica());
                next.add(
                        stays || after.isLeaving() || !mayLeave(app, after)
                                ? after
                                : after.at(Phase.LEAVING, agenda.now()));
            }
        }
        placement.refusals().stream()
                .filter(refusal -> refusal.app().equals(app.name()))
                .forEach(refusal -> {
                    app.refusals().add(refusal.toString());
                    PlacedReplica kept = givenUp.get(KeptStorage.key(app.name(), refusal.replica()));
                    if (kept != null && !lost.isRemoved(kept.host()) && seated.add(refusal.replica())) {
                        next.add(kept);
                    }
                });
        app.replaceReplicas(next);
    }

    /** One that serves stays as long as fewer than may be missing would be left: those that are to stay need not be ready. */
    private boolean mayLeave(AppWork app, PlacedReplica replica) {
        Role role = app.roles().get(replica.role());
        if (role == null || !app.isReady(replica)) {
            return true;
        }
        String key = app.name() + "/" + replica.role();
        long left = ready.computeIfAbsent(key, name -> app.readyOf(replica.role())) - 1;
        long least = RolloutPlanner.least(role.replicas());
        if (left < least) {
            app.waiting()
                    .add(replica.replica() + " waits to leave until role " + replica.role() + " has at least " + least
                            + (least == 1 ? " other ready replica" : " other ready replicas"));
            return false;
        }
        ready.put(key, left);
        return true;
    }
}
