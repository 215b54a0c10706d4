package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.Room;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What replicas hold of their hosts while their roles change: each as much as the revision says that its host was told. It asks the
 * applications as they are at the moment, so that of two replicas that want the last room of a host in one pass the second one sees that it is taken.
 */
final class Holdings {
    private final World world;
    private final Collection<AppWork> apps;
    private final Map<String, KeptStorage> storage;
    private final Map<At, Optional<Demand>> demands = new HashMap<>();

    private record At(String app, long revision, String role) {}

    /** {@code storage}: what is kept of it by {@linkplain KeptStorage#key name}, as it is at the moment. */
    Holdings(World world, Collection<AppWork> apps, Map<String, KeptStorage> storage) {
        this.world = world;
        this.apps = apps;
        this.storage = storage;
    }

    /**
     * What is to be kept for a replica when others are placed: what it holds, and what it is to hold if it stays. While what its role requires is not there
     * that is no more than it holds, but for what keeps storage, which could go nowhere later. Empty where nothing is known of it.
     */
    Optional<Demand> reserved(AppWork app, PlacedReplica replica, boolean stays) {
        if (!stays || replica.isLeaving() || app.isDeleting()) {
            return held(app, replica);
        }
        Optional<Demand> reserved = more(own(app, replica), next(app, replica.role()));
        Optional<Demand> kept = app.isPaused()
                ? Optional.empty()
                : at(app, app.revision(), replica.role()).filter(Demand::keepsStorage);
        return kept.isPresent() ? more(reserved, kept) : reserved;
    }

    /**
     * What a new replica of a role needs of its host: as much as the revision says at which it starts. One that keeps storage could go nowhere later, and
     * needs what it is to hold as well.
     */
    Demand starting(AppWork app, Demand wanted) {
        return first(app, wanted.role(), wanted).map(wanted::holding).orElse(wanted);
    }

    private Optional<Demand> first(AppWork app, String role, Demand wanted) {
        return next(app, role).map(next -> wanted.keepsStorage() && !app.isPaused() ? next.atLeast(wanted) : next);
    }

    /** The same for one that comes back to the storage it kept: it can be nowhere else, and goes on as it was. */
    Demand returning(AppWork app, Demand wanted) {
        return next(app, wanted.role()).map(wanted::holding).orElse(wanted);
    }

    /**
     * Why the host of a replica has no room for it at a revision, beside all that others hold and are about to hold. Empty where it has, and where the replica
     * needs no more than it holds: what is over capacity otherwise, because a host has less than it had, stays.
     */
    Optional<String> refusal(AppWork app, PlacedReplica replica, long revision) {
        return at(app, revision, replica.role()).flatMap(demand -> refusal(app, replica, demand, true));
    }

    /** The same in words for whoever waits for the replica. */
    Optional<String> shortfall(AppWork app, PlacedReplica replica, long revision) {
        boolean stays =
                at(app, revision, replica.role()).filter(Demand::keepsStorage).isPresent() && hasStorage(app, replica);
        return refusal(app, replica, revision)
                .map(why -> replica.replica() + " waits for room: " + replica.host() + " " + why
                        + (stays ? ", and its kept storage is there" : ""));
    }

    /**
     * Whether a replica does not fit where it is as it is wanted, also when those are gone that are on their way out; one that no host knows of, as it would
     * start there now. What has storage to keep has to stay.
     */
    boolean isCramped(AppWork app, PlacedReplica replica) {
        if (app.isDeleting()) {
            return false;
        }
        boolean unheardOf = replica.phase() == Phase.HELD;
        if (unheardOf
                ? app.record().adopted().stream().anyMatch(adopted -> adopted.isOf(replica))
                : app.isPaused() || replica.revision() == app.revision()) {
            return false;
        }
        Optional<Demand> wanted = at(app, app.revision(), replica.role());
        return (unheardOf
                        ? wanted.map(demand -> first(app, replica.role(), demand))
                                .orElseGet(() -> next(app, replica.role()))
                        : wanted)
                .filter(demand -> !demand.keepsStorage() || !hasStorage(app, replica))
                .flatMap(demand -> refusal(app, replica, demand, unheardOf))
                .isPresent();
    }

    /** Whether it has started once with storage to keep: that is where it is. */
    private boolean hasStorage(AppWork app, PlacedReplica replica) {
        return storage.containsKey(KeptStorage.key(app.name(), replica.replica()));
    }

    private Optional<String> refusal(AppWork app, PlacedReplica replica, Demand demand, boolean besideLeaving) {
        Host host = world.hosts().get(replica.host());
        Optional<Demand> own = own(app, replica);
        if (host == null) {
            return Optional.empty();
        }
        if (replica.phase() == Phase.HELD) {
            return room(host, app, replica, besideLeaving).refusal(demand);
        }
        return own.filter(held -> demand.asksMoreThan(held) || demand.pinsOtherwiseThan(held))
                .flatMap(held -> room(host, app, replica, besideLeaving).refusal(demand, held));
    }

    /** What the others on its host leave to a replica. */
    private Room room(Host host, AppWork own, PlacedReplica replica, boolean besideLeaving) {
        Room room = new Room(host);
        for (AppWork app : apps) {
            for (PlacedReplica other : app.replicasOn(host.name())) {
                boolean counts = besideLeaving || !(other.isLeaving() || app.isDeleting());
                boolean self =
                        other.replica().equals(replica.replica()) && app.name().equals(own.name());
                if (counts && !self) {
                    held(app, other).ifPresent(held -> room.take(held, other.replica()));
                }
            }
        }
        return room;
    }

    /** One that no host knows of holds what it is to have, and one that is about to be given new data both. */
    private Optional<Demand> held(AppWork app, PlacedReplica replica) {
        Optional<Demand> next = app.isDeleting() ? Optional.empty() : next(app, replica.role());
        Optional<Demand> own = own(app, replica);
        return switch (replica.phase()) {
            case HELD -> next.or(() -> own);
            case DRAINING -> more(own, next);
            case STARTING, RUNNING, LEAVING, STOPPING -> own.or(() -> next);
        };
    }

    private static Optional<Demand> more(Optional<Demand> own, Optional<Demand> next) {
        return own.isPresent() && next.isPresent() ? next.map(demand -> demand.atLeast(own.get())) : own.or(() -> next);
    }

    /** What a replica holds, and which it is. */
    record Held(Demand demand, String owner) {}

    /** Whose packages on a host an application has to leave as they are: those of others, and its own of the wanted revision. */
    List<Held> pinned(String host, AppWork own) {
        List<Held> pinned = new ArrayList<>();
        for (AppWork app : apps) {
            for (PlacedReplica replica : app.replicasOn(host)) {
                boolean same = app.name().equals(own.name());
                Optional<Demand> held = !same
                        ? reserved(app, replica, true)
                        : replica.phase() == Phase.HELD || replica.revision() == app.revision()
                                ? at(app, app.revision(), replica.role())
                                : Optional.empty();
                held.ifPresent(demand -> pinned.add(new Held(demand, app.name() + "/" + replica.replica())));
            }
        }
        return pinned;
    }

    /**
     * The same when all others are as they are wanted, whether or not what they require is there yet: that may be a step which waits for this application's.
     * Others that are paused stay as they are.
     */
    List<Held> pinnedSoon(String host, AppWork own) {
        List<Held> pinned = new ArrayList<>();
        for (AppWork app : apps) {
            for (PlacedReplica replica : app.replicasOn(host)) {
                boolean counts = app.name().equals(own.name())
                        ? replica.phase() == Phase.HELD || replica.revision() == app.revision()
                        : !app.isDeleting();
                (counts ? soon(app, replica.role()) : Optional.<Demand>empty())
                        .ifPresent(demand -> pinned.add(new Held(demand, app.name() + "/" + replica.replica())));
            }
        }
        return pinned;
    }

    Optional<Demand> own(AppWork app, PlacedReplica replica) {
        return at(app, replica.revision(), replica.role());
    }

    private Optional<Demand> next(AppWork app, String role) {
        return at(app, app.startsAt(role).orElse(app.revision()), role);
    }

    private Optional<Demand> soon(AppWork app, String role) {
        return app.isPaused() ? next(app, role) : at(app, app.revision(), role);
    }

    private Optional<Demand> at(AppWork app, long revision, String role) {
        return demands.computeIfAbsent(new At(app.name(), revision, role), key -> {
            Application application = app.record().revisions().get(revision);
            Role found = application == null ? null : application.roles().get(role);
            return Optional.ofNullable(found).map(each -> Demand.of(app.name(), role, each, List.of()));
        });
    }
}
