package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostRemovals;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import dev.parallax.definition.DurationText;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.HostRemoval.Stage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Removes one host: notes that it goes, waits until the host has undone what was done to it (or, of a lost one, until nothing is left there on paper), and
 * then takes away what Consul has of it. Each part is done again by whoever finds it half done.
 */
final class FleetHostRemoval {
    private final Consul consul;
    private final Clock clock;
    private final Supplier<ConsulView> view;
    private final Runnable ensureController;
    private final Removals removals;
    private final HostTraces traces;
    private final WorldReader reader = new WorldReader(Seal.NONE);
    private final String host;

    /** @param operator Consul by a token that may remove tokens, policies and nodes */
    FleetHostRemoval(
            Consul consul,
            Consul operator,
            Clock clock,
            Supplier<ConsulView> view,
            Runnable ensureController,
            FleetHosts hosts,
            String host) {
        this.consul = consul;
        this.clock = clock;
        this.view = view;
        this.ensureController = ensureController;
        this.removals = new Removals(consul);
        this.host = host;
        this.traces = new HostTraces(consul, operator.administration(), hosts, host);
    }

    RemovedHost remove(RemoveHostOptions options) throws InterruptedException {
        World now = world(ConsulView.once(consul));
        // Also shows, before anything is touched, that the token may do what comes last.
        boolean known = traces.areThere(options.machine());
        if (!known && !isThere(now)) {
            return RemovedHost.absent(host);
        }
        traces.requireNotTheLeadersOwn();
        List<String> givenUp = new ArrayList<>();
        if (stage(now).filter(Stage.FORGOTTEN::equals).isEmpty()) {
            givenUp.addAll(options.machine() == Machine.LOST ? giveUp(now, options) : List.of());
            if (options.machine() == Machine.DRAINED && !hasUndone(now)) {
                empty(now, options);
            }
            forget();
        }
        List<String> left = traces.remove();
        awaitOutOfSight(options);
        removals.change(host, noted -> Optional.empty());
        return new RemovedHost(host, true, givenUp, left);
    }

    private boolean isThere(World now) {
        return now.hosts().containsKey(host)
                || now.hostRecords().containsKey(host)
                || now.removals().containsKey(host)
                || !carried(now).isEmpty();
    }

    private Optional<Stage> stage(World now) {
        return Optional.ofNullable(now.removals().get(host)).map(HostRemoval::stage);
    }

    /** What an interrupted command did not wait for: the host has undone all, and is none any more. */
    private boolean hasUndone(World now) {
        return stage(now).isPresent()
                && !now.hosts().containsKey(host)
                && carried(now).isEmpty();
    }

    private void empty(World now, RemoveHostOptions options) throws InterruptedException {
        refuseUnlessEmpty(now);
        removals.change(
                host, noted -> Optional.of(noted.orElseGet(() -> new HostRemoval(clock.instant(), Stage.EMPTYING))));
        ensureController.run();
        Optional<World> last = await(options, world -> {
            try {
                return !world.hosts().containsKey(host) || refuseUnlessEmpty(world);
            } catch (BackendException e) {
                // It was given a replica, or was lost, in the moment before it was noted.
                removals.change(host, noted -> noted.filter(HostRemoval::hasGone));
                throw e;
            }
        });
        if (last.isPresent()) {
            throw notReached(options, "it has not yet undone what was done to it" + trouble(last.get()));
        }
    }

    /** False; the other end is an exception. */
    private boolean refuseUnlessEmpty(World now) {
        HostRemovals.check(status(now), Machine.DRAINED, storage(now));
        List<String> steps = steps(now);
        if (!steps.isEmpty()) {
            throw new BackendException(
                    "host " + host + " runs " + String.join(", ", steps) + "; wait until that is done");
        }
        return false;
    }

    private List<String> giveUp(World now, RemoveHostOptions options) throws InterruptedException {
        HostRemovals.check(status(now), Machine.LOST, List.of());
        List<String> givenUp = new ArrayList<>();
        status(now).replicas().forEach(resident -> givenUp.add(resident + " goes elsewhere"));
        storage(now).forEach(kept -> givenUp.add("the kept storage of " + kept + " is given up"));
        steps(now).forEach(step -> givenUp.add(step + " begins again elsewhere"));
        removals.change(
                host,
                noted -> Optional.of(noted.orElseGet(() -> new HostRemoval(clock.instant(), Stage.LOST))
                        .at(Stage.LOST)),
                new KvOperation.RemoveTree(Keys.host(host)));
        ensureController.run();
        Optional<World> last = await(options, world -> carried(world).isEmpty());
        if (last.isPresent()) {
            throw notReached(options, "still on paper there: " + String.join(", ", carried(last.get())));
        }
        return givenUp;
    }

    /** What is known of it as a host, in one: from here on nobody tells it anything. */
    private void forget() {
        removals.change(
                host,
                noted -> Optional.of(noted.orElseGet(() -> new HostRemoval(clock.instant(), Stage.FORGOTTEN))
                        .at(Stage.FORGOTTEN)),
                new KvOperation.RemoveTree(Keys.host(host)));
    }

    private interface Condition {
        boolean holds(World world);
    }

    /** Empty: it holds. Otherwise the last that was seen when time ran out. */
    private Optional<World> await(RemoveHostOptions options, Condition condition) throws InterruptedException {
        Deadline deadline = Deadline.in(options.timeout());
        long seen = 0;
        World last;
        do {
            last = world(ConsulView.once(consul));
            if (condition.holds(last)) {
                return Optional.empty();
            }
            seen = view.get().await(seen, deadline.left()).version();
        } while (!deadline.isOver());
        return Optional.of(last);
    }

    /** A controller whose sight of the nodes is older than that of the note would tell the host something again. */
    private void awaitOutOfSight(RemoveHostOptions options) throws InterruptedException {
        Deadline deadline = Deadline.in(options.timeout());
        ConsulView.Sight sight = view.get().now();
        while (!deadline.isOver()
                && sight.snapshot()
                        .filter(seen -> seen.nodes().stream()
                                .noneMatch(node -> node.name().equals(host)))
                        .isEmpty()) {
            sight = view.get().await(sight.version(), deadline.left());
        }
    }

    private NotReachedException notReached(RemoveHostOptions options, String what) {
        return new NotReachedException("puppet-consul: host " + host + " is not removed after "
                + DurationText.format(options.timeout()) + ": " + what
                + (consul.entry(Keys.LEADER).flatMap(KvEntry::session).isEmpty() ? "; " + Lead.NOBODY : ""));
    }

    private String trouble(World now) {
        return status(now).trouble().map(text -> " (" + text + ")").orElse("")
                + now.hostRecord(host)
                        .report()
                        .filter(report -> !report.ok())
                        .flatMap(report -> report.errors().stream().findFirst())
                        .map(error -> ": " + error)
                        .orElse("; is parallax-host running there?");
    }

    /** One that is no node is one that does not answer. */
    private HostStatus status(World now) {
        return FleetHosts.list(now).stream()
                .filter(found -> found.name().equals(host))
                .findFirst()
                .orElseGet(() -> new HostStatus(
                        host,
                        Optional.empty(),
                        Map.of(),
                        false,
                        Optional.empty(),
                        true,
                        FleetHosts.residents(host, now)));
    }

    private List<String> carried(World now) {
        List<String> carried = new ArrayList<>();
        FleetHosts.residents(host, now).stream().map(Resident::toString).forEach(carried::add);
        storage(now).forEach(kept -> carried.add("storage of " + kept));
        carried.addAll(steps(now));
        return carried;
    }

    private List<String> storage(World now) {
        return now.storage().value().values().stream()
                .filter(kept -> kept.host().equals(host))
                .map(kept -> kept.replica() + " of " + kept.app())
                .toList();
    }

    private List<String> steps(World now) {
        List<String> steps = new ArrayList<>();
        now.apps().forEach((name, app) -> app.stepsOfWanted().forEach((step, record) -> {
            if (record.state() == StepRecord.State.RUNNING && record.host().equals(host)) {
                steps.add("step " + step + " of " + name);
            }
        }));
        return steps;
    }

    private World world(Snapshot snapshot) {
        return reader.read(clock.instant(), snapshot);
    }
}
