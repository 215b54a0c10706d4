package dev.parallax.puppetconsul.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.plan.Part;
import dev.parallax.puppetconsul.catalog.ReplicaData;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Moves each replica one phase on. A new one starts when what its role requires is there; one of an older revision is drained, given
 * the new data and started again, no more at a time than the role's policy allows to be missing; one whose host does not fit the role any
 * more leaves it instead, and another takes its place elsewhere. One that would not change is only relabelled.
 */
final class RolloutPlanner {
    private final World world;
    private final AppWork app;
    private final Map<String, VirtualAddress> addresses;
    private final Agenda agenda;
    private final Holdings holdings;
    private final Untellable untellable;
    /** By name of a replica that waits for room, what its host lacks. */
    private final Map<String, String> roomless = new LinkedHashMap<>();

    RolloutPlanner(World world, AppWork app, Map<String, VirtualAddress> addresses, Holdings holdings, Agenda agenda) {
        this.world = world;
        this.app = app;
        this.addresses = addresses;
        this.agenda = agenda;
        this.holdings = holdings;
        this.untellable = new Untellable(world);
    }

    /**
     * What has to be known before replicas are placed: which of an older revision need not be changed, and how many replicas beyond the
     * wanted count each role has for now.
     */
    void prepare() {
        app.wanted().roles().forEach((name, role) -> {
            boolean met = app.isMet(role.requires());
            if (met) {
                relabel(name);
            }
            app.startsAnew(name, met && !app.isPaused());
            if (isRolling(name, role)) {
                app.surge(
                        name, met && !app.isPaused() ? role.replicas().update().maxSurge() : extra(name));
            }
        });
    }

    /** The replicas a role has beyond its count while its rollout waits: they stay. */
    private int extra(String role) {
        long staying = app.replicasOf(role).stream()
                .filter(replica -> !replica.isLeaving())
                .count();
        int count = Optional.ofNullable(app.roles().get(role))
                .map(kept -> kept.replicas().count())
                .orElse(0);
        return (int) Math.max(0, staying - count);
    }

    private void relabel(String role) {
        List<PlacedReplica> outdated =
                app.replicasOf(role).stream().filter(this::isOutdated).toList();
        if (outdated.isEmpty()) {
            return;
        }
        Set<String> misplaced = Misplaced.of(world, app);
        outdated.stream()
                .filter(replica -> !misplaced.contains(replica.replica())
                        && holdings.refusal(app, replica, app.revision()).isEmpty()
                        && isSame(replica))
                .forEach(replica -> app.replace(replica, replica.relabelled(app.revision())));
    }

    /** Whether replicas of the wanted count are yet to be brought to the wanted revision, or to be ready there beside extra ones. */
    private boolean isRolling(String name, Role role) {
        if (!role.storage().isEmpty()) {
            return false;
        }
        List<PlacedReplica> replicas = app.replicasOf(name);
        Set<String> names = Set.copyOf(PlacedReplica.wanted(name, role, 0, replicas));
        boolean outdated = replicas.stream()
                .anyMatch(replica -> names.contains(replica.replica())
                        && replica.phase() != Phase.HELD
                        && replica.revision() != app.revision());
        boolean extra = replicas.stream()
                .anyMatch(replica -> !names.contains(replica.replica())
                        && !replica.isLeaving()
                        && replica.revision() == app.revision());
        long ready = replicas.stream()
                .filter(replica -> names.contains(replica.replica()) && isReadyAtWanted(replica))
                .count();
        return outdated || (extra && ready < names.size());
    }

    private boolean isReadyAtWanted(PlacedReplica replica) {
        return replica.revision() == app.revision() && app.isReady(replica);
    }

    void plan() {
        for (PlacedReplica replica : List.copyOf(app.replicas())) {
            advance(replica);
        }
        app.roles().forEach(this::roll);
    }

    /** What follows from what hosts said, whatever is wanted. */
    void advance(PlacedReplica replica) {
        boolean alive = world.isAlive(replica.host());
        switch (replica.phase()) {
            case HELD -> {}
            case STARTING -> {
                if (app.health().isConfirmed(app.record(), replica) && isTold(replica)) {
                    app.replace(replica, replica.at(Phase.RUNNING, agenda.now()));
                }
            }
            case RUNNING -> {}
            case DRAINING -> {}
            case LEAVING -> {
                if (!alive || replica.revision() == 0) {
                    app.remove(replica);
                } else if (!app.profile().isDrainedFirst() || app.health().isDrained(app.record(), replica)) {
                    app.replace(replica, replica.at(Phase.STOPPING, agenda.now()));
                }
            }
            case STOPPING -> {
                if (!alive || app.health().isGone(app.record(), replica)) {
                    app.remove(replica);
                }
            }
        }
    }

    private void roll(String name, Role role) {
        boolean met = !app.isPaused() && app.meets(Part.role(name), role.requires(), agenda);
        Optional<Long> start = app.startsAnew(name, met);
        if (start.isEmpty()) {
            return;
        }
        long target = start.get();
        OptionalLong taken = app.isPaused() ? OptionalLong.empty() : placeTaken(name);
        for (PlacedReplica replica : app.replicasOf(name)) {
            boolean drained = replica.phase() == Phase.DRAINING && app.health().isDrained(app.record(), replica);
            if (drained) {
                // Where it has no room any more, as more is wanted meanwhile, it serves on as it was.
                long revision = holdings.refusal(app, replica, target).isEmpty() ? target : replica.revision();
                app.replace(replica, replica.startingAt(revision, agenda.now()));
            } else if (replica.phase() == Phase.HELD && mayTakeOver(role, replica)) {
                long revision = taken.isPresent()
                                && holdings.refusal(app, replica, taken.getAsLong())
                                        .isEmpty()
                        ? taken.getAsLong()
                        : target;
                if (hasRoom(replica, revision)) {
                    app.replace(replica, replica.startingAt(revision, agenda.now()));
                }
            }
        }
        if (met) {
            relabel(name);
            update(name, role);
        }
        if (!app.isPaused()) {
            judge(name, role, met);
        }
    }

    /** Whether the host of a replica has room for it at a revision; said where it has not. */
    private boolean hasRoom(PlacedReplica replica, long revision) {
        Optional<String> shortfall = holdings.shortfall(app, replica, revision);
        shortfall.ifPresent(text -> {
            app.waiting().add(text);
            roomless.put(replica.replica(), text);
        });
        return shortfall.isEmpty();
    }

    /**
     * Whether a replica may take the place of what was run by hand on its host, which serves until then: no more are missing meanwhile than the
     * policy allows. One that takes no such place starts at once.
     */
    private boolean mayTakeOver(Role role, PlacedReplica replica) {
        if (adopted(replica).isEmpty()) {
            return true;
        }
        long byHand = app.replicasOf(replica.role()).stream()
                .filter(other -> other.phase() == Phase.HELD)
                .filter(other -> world.isAlive(other.host()) && adopted(other).isPresent())
                .count();
        ReplicaPolicy policy = role.replicas();
        boolean may = app.readyOf(replica.role()) + byHand - 1 >= least(policy);
        if (!may) {
            app.waiting().add(replica.replica() + " waits to take the place of what runs by hand on " + replica.host());
        }
        return may;
    }

    /** How many replicas have to be ready before one that is may be taken away. */
    static long least(ReplicaPolicy policy) {
        return Math.max(policy.count() - policy.update().maxUnavailable(), policy.minAvailable());
    }

    private Optional<Adopted> adopted(PlacedReplica replica) {
        return app.record().adopted().stream()
                .filter(adopted -> adopted.isOf(replica))
                .findFirst();
    }

    /**
     * The revision of an older replica that leaves, but for one that leaves a host that does not fit any more: one that takes its place
     * starts there, and is brought further as its siblings are, when the policy allows.
     */
    private OptionalLong placeTaken(String role) {
        List<PlacedReplica> leaving =
                app.replicasOf(role).stream().filter(PlacedReplica::isLeaving).toList();
        if (leaving.isEmpty()) {
            return OptionalLong.empty();
        }
        Set<String> misplaced = Misplaced.of(world, app);
        return leaving.stream()
                .filter(replica -> !misplaced.contains(replica.replica()) && !holdings.isCramped(app, replica))
                .mapToLong(PlacedReplica::revision)
                .filter(revision -> app.record().revisions().containsKey(revision))
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
        return data(before, replica.revision(), replica, host)
                .equals(data(app.wanted(), app.revision(), replica, host));
    }

    private ObjectNode data(Application application, long revision, PlacedReplica replica, Host host) {
        ObjectNode data = new ReplicaData(application, app.record().secretsOf(revision), addresses)
                .of(replica.role(), replica.replica(), host);
        data.remove("version");
        return data;
    }

    /** Where a host has no key, what it was told may be of the revision before, and differ in secrets alone. */
    private boolean isTold(PlacedReplica replica) {
        Application application = app.record().revisions().get(replica.revision());
        Host host = world.hosts().get(replica.host());
        return application == null
                || host == null
                || untellable.isTold(app.name(), replica, () -> data(application, replica.revision(), replica, host));
    }

    /**
     * Takes outdated replicas out of service: first those that do not serve anyway, unless one at the wanted revision has yet to show that it
     * does better, then as many as may be missing. One whose host cannot be told what comes next stays as it is.
     */
    private void update(String name, Role role) {
        List<PlacedReplica> outdated = new ArrayList<>(
                app.replicasOf(name).stream().filter(this::isOutdated).toList());
        if (outdated.isEmpty() || isHalted(name, role)) {
            return;
        }
        outdated.sort(Comparator.comparing(app::isReady).thenComparing(PlacedReplica::ordinal));
        ReplicaPolicy policy = role.replicas();
        long ready = app.readyOf(name) - unpublished(name);
        long least = least(policy);
        boolean unproven = app.replicasOf(name).stream()
                .anyMatch(replica -> replica.revision() == app.revision() && !app.isReady(replica));
        // What may not start now, for want of room or beside what runs by hand, goes on for as little as what nobody
        // placed.
        boolean goesOn = app.replicasOf(name).stream()
                .anyMatch(replica -> replica.phase() != Phase.RUNNING && replica.phase() != Phase.HELD);
        Set<String> misplaced = Misplaced.of(world, app);
        Optional<String> untold = untold(name);
        untold.ifPresent(app.waiting()::add);
        for (PlacedReplica replica : outdated) {
            boolean leaves = misplaced.contains(replica.replica()) || holdings.isCramped(app, replica);
            if (!world.isAlive(replica.host())
                    || (!leaves
                            && (untellable.refusal(app.name(), replica, role).isPresent()
                                    || !hasRoom(replica, app.revision())))) {
                continue;
            }
            boolean serves = app.isReady(replica);
            if (serves ? ready > least : !unproven) {
                app.replace(
                        replica,
                        leaves
                                ? replica.at(Phase.LEAVING, agenda.now())
                                : app.profile().isDrainedFirst()
                                        ? replica.at(Phase.DRAINING, agenda.now())
                                        : replica.startingAt(app.revision(), agenda.now()));
                ready -= serves ? 1 : 0;
                goesOn = true;
            }
        }
        if (!goesOn) {
            Optional<String> shortfall = app.replicasOf(name).stream()
                    .flatMap(replica -> Optional.ofNullable(roomless.get(replica.replica())).stream())
                    .findFirst();
            blocked(name, role, untold.or(() -> shortfall).orElseGet(() -> tooFew(name, least)));
        }
    }

    /** Why the first outdated replica of a role stays as it is whose host answers, and cannot be told what comes next. */
    private Optional<String> untold(String role) {
        return Optional.ofNullable(app.wanted().roles().get(role)).flatMap(wanted -> app.replicasOf(role).stream()
                .filter(replica -> isOutdated(replica) && world.isAlive(replica.host()))
                .map(replica -> untellable.refusal(app.name(), replica, wanted))
                .flatMap(Optional::stream)
                .findFirst()
                .map(why -> "role " + role + " cannot be brought to version "
                        + app.wanted().version() + " everywhere: " + why));
    }

    private String tooFew(String name, long least) {
        return "role " + name + " has " + app.readyOf(name) + " replicas ready and may not have fewer than " + least
                + ", so that none can be brought to version " + app.wanted().version()
                + unplaced(name).map(why -> "; " + why).orElse("");
    }

    /** Those that serve already, and whose hosts have not said so yet after their own validation: where hosts do that, they keep the place of one. */
    private long unpublished(String name) {
        return app.profile().polling().isEmpty()
                ? 0
                : app.replicasOf(name).stream()
                        .filter(this::isReadyAtWanted)
                        .filter(replica -> !world.hostRecord(replica.host()).isValidated())
                        .count();
    }

    /** Nothing moves, as no replica may be taken away or can be told: said at once, and a failure when it lasts. */
    private void blocked(String name, Role role, String reason) {
        if (!app.waiting().contains(reason)) {
            app.waiting().add(reason);
        }
        Instant since = app.replicasOf(name).stream()
                .map(PlacedReplica::since)
                .filter(instant ->
                        instant.isAfter(app.record().desired().value().applied()))
                .max(Comparator.naturalOrder())
                .orElse(app.record().desired().value().applied());
        if (app.profile().isImpatient()
                && agenda.hasPassed(since, role.replicas().update().deadline())) {
            app.fail(Part.role(name), reason);
        }
    }

    /** A rollout that has made no progress for too long has failed. */
    private void judge(String name, Role role, boolean met) {
        if (isHalted(name, role) || (met && isGone(name, role))) {
            shortfall(name).filter(text -> !app.waiting().contains(text)).ifPresent(app.waiting()::add);
            app.fail(
                    Part.role(name),
                    "role " + name + " is not ready at version " + app.wanted().version() + " after "
                            + role.replicas().update().deadline().toSeconds() + " s without progress"
                            + complaint(name).map(text -> ": " + text).orElse(""));
        }
    }

    private boolean isHalted(String name, Role role) {
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
        return app.profile().isImpatient()
                && !app.wasReady()
                && !ready
                && progress.isPresent()
                && agenda.hasPassed(progress.get(), role.replicas().update().deadline());
    }

    /** Whether a role of which there were replicas has none left, as no host takes them at the wanted revision, and that has lasted too long. */
    private boolean isGone(String name, Role role) {
        List<PlacedReplica> replicas = app.replicasOf(name);
        if (!app.profile().isImpatient()
                || app.wasReady()
                || app.running(name).isEmpty()
                || replicas.stream().anyMatch(replica -> replica.phase() != Phase.HELD)
                || (unplaced(name).isEmpty()
                        && replicas.stream().noneMatch(replica -> roomless.containsKey(replica.replica())))) {
            return false;
        }
        return agenda.hasPassed(
                app.hostless(Part.role(name), agenda.now()),
                role.replicas().update().deadline());
    }

    /** What the host lacks of the first replica of a role that is to be brought to the wanted revision. */
    private Optional<String> shortfall(String role) {
        return app.replicasOf(role).stream()
                .filter(replica -> replica.phase() == Phase.HELD || isOutdated(replica))
                .map(replica -> holdings.shortfall(app, replica, app.revision()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> complaint(String role) {
        return app.replicasOf(role).stream()
                .filter(replica -> !app.isReady(replica))
                .map(replica -> app.health().complaint(app.record(), replica))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> unplaced(role))
                .or(() -> shortfall(role))
                .or(() -> untold(role));
    }

    /** The first replica of the role that no host takes, and why. */
    private Optional<String> unplaced(String role) {
        Set<String> names = Set.copyOf(app.names(role));
        List<String> refusals = app.refusals().stream()
                .filter(refusal -> names.contains(refusal.substring(0, refusal.indexOf(' '))))
                .toList();
        return refusals.stream()
                .findFirst()
                .map(first -> first + (refusals.size() == 1 ? "" : "; as " + (refusals.size() - 1) + " more"));
    }
}
