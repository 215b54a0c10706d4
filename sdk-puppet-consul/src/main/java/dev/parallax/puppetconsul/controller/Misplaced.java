package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import dev.parallax.plan.PlacementRules;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Misfits;
import dev.parallax.puppetconsul.placement.Seat;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Replicas of an older revision whose hosts do not fit what the wanted one says of the role's places: pins, spread, roles kept apart; and
 * those that no host knows of yet. What merely became uneven, because a host was lost and came back, stays, and so does what keeps
 * storage, from when it has some.
 */
final class Misplaced {
    private Misplaced() {}

    /** Their names. */
    static Set<String> of(World world, AppWork app) {
        List<Seat> settled = new ArrayList<>();
        List<Seat> movable = new ArrayList<>();
        for (PlacedReplica replica : app.replicas()) {
            Role role = app.wanted().roles().get(replica.role());
            if (role != null) {
                Seat seat = new Seat(app.name(), replica.role(), replica.replica(), replica.host());
                (isMovable(world, app, replica, role) ? movable : settled).add(seat);
            }
        }
        if (movable.isEmpty()) {
            return Set.of();
        }
        List<Demand> wanted = new ArrayList<>();
        app.wanted().roles().forEach((name, role) -> wanted.add(Demand.of(app.name(), name, role, app.names(name))));
        return Misfits.of(world.hosts().values(), wanted, settled, movable);
    }

    private static boolean isMovable(World world, AppWork app, PlacedReplica replica, Role wanted) {
        Application before = app.record().revisions().get(replica.revision());
        Role was = before == null ? null : before.roles().get(replica.role());
        boolean unheardOf = replica.phase() == Phase.HELD;
        boolean keeps = wanted.storage().values().stream().anyMatch(Storage::keep)
                && (unheardOf || world.storage().value().containsKey(KeptStorage.key(app.name(), replica.replica())));
        return !keeps
                && (unheardOf
                        || (was != null
                                && !PlacementRules.of(was.replicas()).equals(PlacementRules.of(wanted.replicas()))));
    }
}
