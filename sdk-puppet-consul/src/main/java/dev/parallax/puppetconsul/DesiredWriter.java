package dev.parallax.puppetconsul;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.plan.Waves;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.SealedSecrets;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Writes down what is wanted, in one transaction: the revision, values of its secrets, and that it is the one to have. */
final class DesiredWriter {
    private static final int ATTEMPTS = 10;
    private static final int REVISIONS_KEPT = 10;
    private static final int LARGEST_VALUE = 512 * 1024;

    private final Consul consul;
    private final Clock clock;
    private final SecretResolver resolver;
    private final Seal seal;

    DesiredWriter(Consul consul, Clock clock, SecretResolver resolver, Seal seal) {
        this.seal = seal;
        this.consul = consul;
        this.clock = clock;
        this.resolver = resolver;
    }

    /** The revision under which the application is wanted; the present one if it is wanted already. */
    long want(Application application) {
        return want(application, List.of());
    }

    /** The same, with what was run by hand to make room for replicas, each on its host. */
    long want(Application application, List<Adopted> adopted) {
        Waves.of(application);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Snapshot snapshot = ConsulView.once(consul);
            Attempt next = attempt(application, adopted, snapshot);
            if (next.operations().isEmpty() || consul.commit(next.operations()).isPresent()) {
                return next.revision();
            }
        }
        throw new BackendException("application " + application.name()
                + " is being changed by others all the time; apply it again when they are done");
    }

    private record Attempt(long revision, List<KvOperation> operations) {}

    private Attempt attempt(Application application, List<Adopted> adopted, Snapshot snapshot) {
        String name = application.name();
        World world = new WorldReader(seal).read(clock.instant(), snapshot);
        SortedMap<String, AppRecord> fleet = world.apps();
        Optional<AppRecord> present = Optional.ofNullable(fleet.get(name));
        if (present.filter(app -> app.desired().value().isDeleting()).isPresent()) {
            throw new BackendException("application " + name + " is being deleted; apply it when it is gone");
        }
        ClaimedNames.check(application, fleet.values());
        Accounts.check(application, fleet.values());
        if (!application.secrets().isEmpty()) {
            world.requireSealing("application " + application.name() + " has secrets: to apply it");
        }
        Map<String, Long> indexes = new HashMap<>();
        Map<String, SecretValue> latest = new HashMap<>();
        String secretsRoot = Keys.secret(name, "");
        snapshot.entries().forEach(entry -> {
            indexes.put(entry.key(), entry.modifyIndex());
            String secret = entry.key().startsWith(secretsRoot) ? entry.key().substring(secretsRoot.length()) : "";
            if (application.secrets().containsKey(secret)) {
                latest.putAll(SealedSecrets.read(entry.key(), entry.value()).open(seal, name, entry.key()));
            }
        });
        Map<String, SecretValue> stored = new HashMap<>(latest);
        if (!application.secrets().isEmpty()) {
            present.ifPresent(
                    app -> stored.putAll(app.secretsOf(app.desired().value().revision())));
        }
        List<KvOperation> operations = new ArrayList<>();
        Map<String, SecretValue> values = resolver.resolve(application, stored);
        values.forEach((secret, value) -> {
            if (!value.equals(latest.get(secret))) {
                String key = Keys.secret(name, secret);
                operations.add(new KvOperation.Put(
                        key,
                        SealedSecrets.seal(seal, name, Map.of(secret, value)).text(),
                        indexes.getOrDefault(key, 0L)));
            }
        });
        if (!values.isEmpty() && world.sealedFor().value().isEmpty()) {
            operations.add(new KvOperation.Put(
                    Keys.SEAL, Certificates.pem(seal.certificate().orElseThrow()), 0));
        }
        present.ifPresent(app -> operations.addAll(retryOfWhatFailed(app)));
        if (!adopted.isEmpty()) {
            operations.addAll(adoption(name, present, adopted, indexes));
        }
        String text = ModelJson.write(application);
        boolean same = present.filter(app -> ModelJson.write(app.wanted()).equals(text)
                        && (values.isEmpty()
                                ? app.sealedOf(app.desired().value().revision()).isEmpty()
                                : values.equals(
                                        app.secretsOf(app.desired().value().revision()))))
                .isPresent();
        if (same) {
            present.filter(app -> app.status()
                            .value()
                            .flatMap(ControllerStatus::failure)
                            .isPresent())
                    .map(AppRecord::desired)
                    .ifPresent(desired -> operations.add(new KvOperation.Put(
                            Keys.desired(name),
                            StateJson.write(desired.value().again(clock.instant())),
                            desired.index())));
            return new Attempt(present.get().desired().value().revision(), operations);
        }
        long revision = present.map(app -> app.revisions().lastKey() + 1).orElse(1L);
        operations.add(new KvOperation.Put(Keys.revision(name, revision), small(application, text), 0));
        operations.add(new KvOperation.Put(
                Keys.revisionRecord(name, revision),
                StateJson.write(new RevisionRecord(
                        clock.instant(), Optional.empty(), Optional.empty(), SealedSecrets.seal(seal, name, values))),
                0));
        Desired desired = new Desired(
                revision,
                application.version(),
                Desired.Intent.PRESENT,
                true,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                // Goes on, so that hosts tell a change made by hand from one of the definition.
                present.map(app -> app.desired().value().repairs()).orElse(0L),
                present.filter(app -> app.desired().value().paused()).isPresent());
        operations.add(new KvOperation.Put(
                Keys.desired(name),
                StateJson.write(desired),
                present.map(app -> app.desired().index()).orElse(0L)));
        present.ifPresent(app -> operations.addAll(forgotten(app, indexes)));
        return new Attempt(revision, operations);
    }

    /** Replicas are placed where they take somebody's place before anything else is decided about them. */
    private List<KvOperation> adoption(
            String name, Optional<AppRecord> present, List<Adopted> adopted, Map<String, Long> indexes) {
        List<PlacedReplica> placement =
                new ArrayList<>(present.map(app -> app.placement().value()).orElse(List.of()));
        List<Adopted> all = new ArrayList<>(present.map(AppRecord::adopted).orElse(List.of()));
        List<KvOperation> operations = new ArrayList<>();
        boolean seated = false;
        for (Adopted each : adopted) {
            if (placement.stream().noneMatch(placed -> placed.replica().equals(each.replica()))) {
                placement.add(new PlacedReplica(
                        each.role(), each.replica(), each.host(), clock.instant(), 0, PlacedReplica.Phase.HELD));
                seated = true;
            }
        }
        if (seated) {
            String key = Keys.placement(name);
            operations.add(new KvOperation.Put(key, StateJson.write(placement), indexes.getOrDefault(key, 0L)));
        }
        all.removeIf(known -> adopted.stream()
                .anyMatch(each ->
                        each.replica().equals(known.replica()) && each.host().equals(known.host())));
        all.addAll(adopted);
        if (!all.equals(present.map(AppRecord::adopted).orElse(List.of()))) {
            String key = Keys.adoption(name);
            operations.add(new KvOperation.Put(key, StateJson.write(all), indexes.getOrDefault(key, 0L)));
        }
        return operations;
    }

    private static String small(Application application, String text) {
        if (text.length() > LARGEST_VALUE / 2) {
            throw new BackendException("application " + application.name() + " is " + text.length() / 1024
                    + " KiB with its files, more than a Consul key holds; keep large files in packages");
        }
        return text;
    }

    /** Who applies again wants what failed to be tried again. */
    private static List<KvOperation> retryOfWhatFailed(AppRecord app) {
        List<KvOperation> operations = new ArrayList<>();
        app.steps().forEach((step, record) -> {
            if (record.value().state() == StepRecord.State.FAILED) {
                operations.add(new KvOperation.Remove(Keys.app(app.name()) + "steps/" + step, record.index()));
            }
        });
        app.status().value().filter(status -> status.failure().isPresent()).ifPresent(status -> {
            ControllerStatus again = new ControllerStatus(
                    status.revision(),
                    status.version(),
                    "progressing",
                    Optional.empty(),
                    status.refusals(),
                    status.waiting(),
                    status.roles(),
                    status.steps(),
                    status.goodRevision());
            operations.add(new KvOperation.Put(
                    Keys.status(app.name()),
                    StateJson.write(again),
                    app.status().index()));
        });
        return operations;
    }

    /** Old revisions that no replica is at. */
    private static List<KvOperation> forgotten(AppRecord app, Map<String, Long> indexes) {
        Set<Long> used = new HashSet<>();
        used.add(app.desired().value().revision());
        app.placement().value().stream().map(PlacedReplica::revision).forEach(used::add);
        app.status().value().flatMap(ControllerStatus::goodRevision).ifPresent(used::add);
        List<KvOperation> operations = new ArrayList<>();
        List<Long> all = new ArrayList<>(app.revisions().keySet());
        for (Long revision : all.subList(0, Math.max(0, all.size() - REVISIONS_KEPT))) {
            if (!used.contains(revision)) {
                for (String key :
                        List.of(Keys.revision(app.name(), revision), Keys.revisionRecord(app.name(), revision))) {
                    Optional.ofNullable(indexes.get(key))
                            .ifPresent(index -> operations.add(new KvOperation.Remove(key, index)));
                }
            }
        }
        return operations;
    }
}
