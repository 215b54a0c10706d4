package dev.parallax.puppetconsul.controller;

import dev.parallax.model.Storage;
import dev.parallax.plan.Part;
import dev.parallax.puppetconsul.catalog.Deployment;
import dev.parallax.puppetconsul.catalog.HostData;
import dev.parallax.puppetconsul.catalog.HostDataCompiler;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.FleetSetting;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.state.VirtualRouter;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.HostRecord;
import dev.parallax.puppetconsul.world.Observation;
import dev.parallax.puppetconsul.world.ReplicaHealth;
import dev.parallax.puppetconsul.world.Versioned;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.rollout.EventLog;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what to write next, from the world alone: the same world gives the same decision. What is decided is written before what
 * hosts are told because of it, so a successor that finds any prefix of it written goes on to the same end.
 */
public final class Reconciler {
    private final FleetOptions options;

    /** What the options leave open is as the world has it. */
    public Reconciler(FleetOptions options) {
        this.options = options;
    }

    /**
     * The next writes; none when the fleet is as far as it can be. Time before {@code inSightSince}, when Consul could not be asked, counts for no deadline and
     * for no host's absence.
     */
    public Decision decide(World world, Instant inSightSince) {
        return new Pass(world, inSightSince).decide();
    }

    private final class Pass {
        private final World world;
        private final Agenda agenda;
        private final LostHosts lost;
        private final List<AppWork> apps = new ArrayList<>();
        private final SortedMap<String, KeptStorage> storage;
        private final AddressPlanner addresses;
        private final FleetProfile profile;
        private final VirtualRouter router;
        private final Holdings holdings;
        private final AddressRanges ranges;

        Pass(World world, Instant inSightSince) {
            this.world = world;
            this.agenda = new Agenda(world.now(), inSightSince);
            this.profile = options.profile(world);
            this.router = options.router(world);
            this.ranges = options.ranges(world);
            this.lost = LostHosts.of(world, profile);
            this.storage = new TreeMap<>(world.storage().value());
            storage.values().removeIf(kept -> lost.isRemoved(kept.host()));
            this.addresses = new AddressPlanner(ranges, world.vips().value());
            ReplicaHealth health = new ReplicaHealth(world);
            world.apps().values().forEach(app -> apps.add(new AppWork(app, health, profile)));
            this.holdings = new Holdings(world, apps, storage);
        }

        Decision decide() {
            sealFor();
            apps.forEach(this::address);
            apps.forEach(this::prepare);
            new PlacementPlanner(world, apps, lost, storage, holdings, agenda).plan();
            apps.forEach(this::advance);
            forgetRemovedStorage();
            writeDecisions();
            boolean settled = writeHostData();
            apps.forEach(app -> close(app, settled));
            return agenda.decision();
        }

        /** Whoever applies next is told by whose key secrets are sealed. */
        private void sealFor() {
            Optional<X509Certificate> own = world.seal().certificate();
            if (own.isPresent() && !own.equals(world.sealedFor().value())) {
                agenda.commit(new KvOperation.Put(
                        Keys.SEAL,
                        Certificates.pem(own.get()),
                        world.sealedFor().index()));
            }
            if (world.seal().isReplacing()) {
                world.apps().values().forEach(this::sealAnew);
            }
        }

        /** What is sealed for a key that was replaced; what hosts are told is written anew for the same reason. */
        private void sealAnew(AppRecord app) {
            app.secrets().forEach((secret, before) -> {
                String key = Keys.secret(app.name(), secret);
                before.value()
                        .anew(world.seal(), app.name(), key)
                        .ifPresent(anew -> agenda.commit(new KvOperation.Put(key, anew.text(), before.index())));
            });
            app.records().forEach((revision, record) -> {
                String key = Keys.revisionRecord(app.name(), revision);
                record.value().secrets().anew(world.seal(), app.name(), key).ifPresent(anew -> {
                    RevisionRecord before = record.value();
                    RevisionRecord after = new RevisionRecord(before.made(), before.reason(), before.reached(), anew);
                    agenda.commit(new KvOperation.Put(key, StateJson.write(after), record.index()));
                });
            });
        }

        private void address(AppWork app) {
            if (app.isDeleting()) {
                return;
            }
            addresses.keepOnly(app.name(), app.services());
            app.wanted().services().forEach((name, service) -> {
                if (!addresses.assign(app.name(), name, service)) {
                    app.fail(
                            Part.service(name),
                            "service " + name + " has no address: " + ranges.internal() + " or " + ranges.external()
                                    + " is used up");
                }
            });
        }

        private void prepare(AppWork app) {
            if (!app.isDeleting()) {
                rollout(app).prepare();
            }
        }

        private RolloutPlanner rollout(AppWork app) {
            Map<String, VirtualAddress> own = World.addressesOf(app.name(), addresses.addresses());
            return new RolloutPlanner(world, app, own, holdings, agenda);
        }

        private void advance(AppWork app) {
            RolloutPlanner rollout = rollout(app);
            if (app.isDeleting()) {
                new DeletionPlanner(storage, agenda).plan(app, rollout);
                return;
            }
            new StepPlanner(world, lost, holdings, agenda).plan(app);
            rollout.plan();
            claimStorage(app);
            RollbackPlanner.plan(app, agenda);
        }

        /** A replica that starts with kept storage has it on its host from now on; one of a revision that keeps none has none there. */
        private void claimStorage(AppWork app) {
            app.replicas().stream()
                    .filter(replica -> replica.phase() != Phase.HELD)
                    .forEach(replica -> {
                        List<String> names = app.roleOf(replica).stream()
                                .flatMap(role -> role.storage().entrySet().stream())
                                .filter(entry -> entry.getValue().keep())
                                .map(Map.Entry<String, Storage>::getKey)
                                .sorted()
                                .toList();
                        if (!names.isEmpty()) {
                            storage.put(
                                    KeptStorage.key(app.name(), replica.replica()),
                                    new KeptStorage(
                                            app.name(),
                                            replica.role(),
                                            replica.replica(),
                                            replica.host(),
                                            names,
                                            false));
                        }
                    });
        }

        private void forgetRemovedStorage() {
            storage.values().removeIf(kept -> kept.removing() && hasRemoved(kept));
        }

        private boolean hasRemoved(KeptStorage kept) {
            HostRecord host = world.hostRecord(kept.host());
            boolean told = host.data()
                    .value()
                    .map(data -> data.readable()
                            .path("parallax::removed_storage")
                            .toString()
                            .contains("\"" + kept.app() + "/" + kept.role() + "/"))
                    .orElse(false);
            return told && host.isApplied();
        }

        private void writeDecisions() {
            remember(FleetSetting.PROFILE, profile, world.profile());
            remember(FleetSetting.ROUTER, router, world.router());
            remember(FleetSetting.NETWORK, ranges.internal(), world.network());
            remember(FleetSetting.PUBLIC_NETWORK, ranges.external(), world.publicNetwork());
            new GatePlanner(world, agenda).plan(profile, apps);
            put(Keys.LOST_HOSTS, lost.since(), world.lostHosts());
            put(Keys.STORAGE, storage, world.storage());
            put(Keys.VIPS, addresses.addresses(), world.vips());
            for (AppWork app : apps) {
                put(Keys.placement(app.name()), app.replicas(), app.record().placement());
                app.steps().forEach((step, record) -> {
                    String version = app.wanted().version();
                    Versioned<StepRecord> before = app.record().steps().get(version + "/" + step);
                    if (before == null || !before.value().equals(record)) {
                        agenda.commit(new KvOperation.Put(
                                Keys.step(app.name(), version, step),
                                StateJson.write(record),
                                before == null ? 0 : before.index()));
                    }
                });
            }
        }

        private <T> void remember(FleetSetting<T> setting, T next, Versioned<T> before) {
            if (!next.equals(before.value())) {
                agenda.commit(
                        new KvOperation.Put(setting.key(), setting.writer().apply(next), before.index()));
            }
        }

        private void put(String key, Object next, Versioned<?> before) {
            if (!next.equals(before.value())) {
                agenda.commit(new KvOperation.Put(key, StateJson.write(next), before.index()));
            }
        }

        /** Tells each host its part. Whether every host that answers has been told before, and has applied it. */
        private boolean writeHostData() {
            List<Deployment> deployments = apps.stream()
                    .filter(app -> !app.isFinished())
                    .map(app -> app.deployment(World.addressesOf(app.name(), addresses.addresses())))
                    .toList();
            HostDataCompiler compiler =
                    new HostDataCompiler(staying(), deployments, storage.values(), profile, router, world.seal());
            boolean settled = true;
            for (Host host : world.hosts().values()) {
                HostRecord record = world.hostRecord(host.name());
                HostData data = world.isEmptying(host.name()) ? HostDataCompiler.leaving(host) : compiler.compile(host);
                Optional<X509Certificate> certificate = record.key().certificate();
                boolean same = record.data()
                        .value()
                        .filter(told -> told.tells(data, world.seal(), certificate))
                        .isPresent();
                record.report()
                        .flatMap(HostReport::refused)
                        .ifPresent(why -> waitFor(host, "host " + host.name() + " goes on with its old data: " + why));
                if (!same && data.hasSecrets() && certificate.isEmpty()) {
                    // Nobody but the host may read what it is told: without its key it goes on with what it was told
                    // before.
                    waitFor(
                            host,
                            "host " + host.name() + " is told nothing: it "
                                    + record.key().problem().orElseThrow());
                } else if (!same) {
                    String text = certificate
                            .map(key -> data.sealed(host.name(), world.seal(), key))
                            .orElseGet(data::text);
                    agenda.commit(new KvOperation.Put(
                            Keys.hostData(host.name()), text, record.data().index()));
                }
                settled &= !host.alive() || (same && record.isApplied());
            }
            return settled;
        }

        /** Said of every application that has something on a host. */
        private void waitFor(Host host, String what) {
            apps.stream()
                    .filter(app -> app.replicas().stream()
                                    .anyMatch(replica -> replica.host().equals(host.name()))
                            || app.steps().values().stream()
                                    .anyMatch(step -> step.host().equals(host.name())))
                    .forEach(app -> app.waiting().add(what));
        }

        private List<Host> staying() {
            return world.hosts().values().stream()
                    .filter(host -> !world.isEmptying(host.name()))
                    .toList();
        }

        private void close(AppWork app, boolean settled) {
            if (app.isFinished() && settled) {
                forget(app);
            } else {
                ControllerStatus status = StatusWriter.of(app);
                put(Keys.status(app.name()), Optional.of(status), app.record().status());
                EventLog events = app.record().events().value();
                put(
                        Keys.events(app.name()),
                        Observation.of(world, app.name())
                                .map(now -> events.next(now, agenda.now()))
                                .orElse(events),
                        app.record().events());
                if (status.goodRevision().equals(Optional.of(app.revision()))) {
                    noteReached(app);
                }
            }
        }

        private void noteReached(AppWork app) {
            Versioned<RevisionRecord> record = app.record().records().get(app.revision());
            if (record != null && record.value().reached().isEmpty()) {
                RevisionRecord reached = new RevisionRecord(
                        record.value().made(),
                        record.value().reason(),
                        Optional.of(agenda.now()),
                        record.value().secrets());
                agenda.commit(new KvOperation.Put(
                        Keys.revisionRecord(app.name(), app.revision()), StateJson.write(reached), record.index()));
            }
        }

        /** Removes what is known of a deleted application; its secrets stay with storage that stays. */
        private void forget(AppWork app) {
            boolean keepsStorage =
                    storage.values().stream().anyMatch(kept -> kept.app().equals(app.name()));
            addresses.keepOnly(app.name(), new TreeSet<>());
            List<KvOperation> operations = new ArrayList<>();
            operations.add(new KvOperation.CheckIndex(
                    Keys.desired(app.name()), app.record().desired().index()));
            operations.add(new KvOperation.Put(
                    Keys.VIPS,
                    StateJson.write(addresses.addresses()),
                    world.vips().index()));
            if (keepsStorage) {
                operations.add(new KvOperation.RemoveTree(Keys.app(app.name()) + "revisions/"));
                operations.add(new KvOperation.RemoveTree(Keys.app(app.name()) + "records/"));
                operations.add(new KvOperation.RemoveTree(Keys.app(app.name()) + "steps/"));
                operations.add(new KvOperation.RemoveTree(Keys.placement(app.name())));
                operations.add(new KvOperation.RemoveTree(Keys.adoption(app.name())));
                operations.add(new KvOperation.RemoveTree(Keys.status(app.name())));
                operations.add(new KvOperation.RemoveTree(Keys.events(app.name())));
                operations.add(new KvOperation.RemoveTree(Keys.desired(app.name())));
            } else {
                operations.add(new KvOperation.RemoveTree(Keys.app(app.name())));
            }
            agenda.commit(operations);
        }
    }
}
