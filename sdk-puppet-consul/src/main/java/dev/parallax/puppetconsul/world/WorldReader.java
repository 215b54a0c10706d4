package dev.parallax.puppetconsul.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.catalog.ToldData;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.FleetSetting;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.SealedSecrets;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.rollout.EventLog;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a snapshot of Consul into a {@link World}. A document that cannot be read fails the whole, so that nothing is decided on half
 * a truth. Remembers what it has parsed; for one thread.
 */
public final class WorldReader {
    /** Node meta that makes a Consul node a host of the fleet. */
    public static final Map<String, String> HOST_META = Map.of("parallax-host", "true");

    private static final String LABEL = "parallax-label-";

    private final Seal seal;
    private Map<String, Parsed> parsed = new HashMap<>();
    private Map<String, Parsed> parsedBefore = new HashMap<>();

    private record Parsed(long index, Object document) {}

    /** {@code seal}: opens secrets, once somebody asks for them. */
    public WorldReader(Seal seal) {
        this.seal = seal;
    }

    public World read(Instant now, Snapshot snapshot) {
        parsedBefore = parsed;
        parsed = new HashMap<>();
        NavigableMap<String, KvEntry> entries = new TreeMap<>();
        snapshot.entries().forEach(entry -> entries.put(entry.key(), entry));
        Health health = new Health(snapshot.checks());
        SortedMap<String, Host> hosts = new TreeMap<>();
        SortedMap<String, Instant> cordoned = map(
                        entries, Keys.CORDONED_HOSTS, new TypeReference<TreeMap<String, Instant>>() {})
                .value();
        SortedMap<String, HostRemoval> removals = map(
                        entries, Keys.REMOVALS, new TypeReference<TreeMap<String, HostRemoval>>() {})
                .value();
        SortedMap<String, HostRecord> records = new TreeMap<>();
        for (KvEntry entry : entries.values()) {
            String[] parts = entry.key().split("/", -1);
            if (parts.length == 4 && entry.key().startsWith(Keys.HOSTS)) {
                records.computeIfAbsent(parts[2], host -> hostRecord(entries, host));
            }
        }
        snapshot.nodes().stream()
                .filter(node -> Optional.ofNullable(removals.get(node.name()))
                        .filter(HostRemoval::hasGone)
                        .isEmpty())
                .forEach(node -> hosts.put(
                        node.name(),
                        host(
                                node,
                                health,
                                cordoned.containsKey(node.name()) || removals.containsKey(node.name()),
                                records.getOrDefault(node.name(), HostRecord.NONE)
                                        .key())));
        SortedMap<String, AppRecord> apps = new TreeMap<>();
        for (KvEntry entry : entries.values()) {
            String[] parts = entry.key().split("/", -1);
            if (parts.length == 4 && entry.key().startsWith(Keys.APPS) && parts[3].equals("desired")) {
                apps.put(parts[2], app(parts[2], under(entries, Keys.app(parts[2]))));
            }
        }
        return new World(
                now,
                hosts,
                health,
                apps,
                records,
                map(entries, Keys.VIPS, new TypeReference<TreeMap<String, VirtualAddress>>() {}),
                map(entries, Keys.LOST_HOSTS, new TypeReference<TreeMap<String, Instant>>() {}),
                removals,
                map(entries, Keys.STORAGE, new TypeReference<TreeMap<String, KeptStorage>>() {}),
                setting(entries, FleetSetting.PROFILE),
                setting(entries, FleetSetting.ROUTER),
                setting(entries, FleetSetting.NETWORK),
                setting(entries, FleetSetting.PUBLIC_NETWORK),
                gates(entries),
                Optional.ofNullable(entries.get(Keys.SEAL))
                        .map(entry -> new Versioned<>(Optional.of(certificate(entry)), entry.modifyIndex()))
                        .orElse(new Versioned<>(Optional.empty(), 0)),
                seal);
    }

    private X509Certificate certificate(KvEntry entry) {
        return document(entry, X509Certificate.class, text -> {
            try {
                return Certificates.read(text);
            } catch (IllegalArgumentException e) {
                throw new BackendException(
                        "Consul's key " + entry.key() + " is " + e.getMessage()
                                + "; delete it, and the next apply writes it anew",
                        e);
            }
        });
    }

    /** What the fleet's controllers go by, who are not told otherwise. */
    private static <T> Versioned<T> setting(SortedMap<String, KvEntry> entries, FleetSetting<T> setting) {
        Optional<KvEntry> entry = Optional.ofNullable(entries.get(setting.key()));
        return new Versioned<>(
                setting.read(entry), entry.map(KvEntry::modifyIndex).orElse(0L));
    }

    private static SortedMap<String, Versioned<String>> gates(NavigableMap<String, KvEntry> entries) {
        SortedMap<String, Versioned<String>> gates = new TreeMap<>();
        under(entries, Keys.GATES)
                .forEach((key, entry) -> gates.put(key, new Versioned<>(entry.value(), entry.modifyIndex())));
        return gates;
    }

    private static SortedMap<String, KvEntry> under(NavigableMap<String, KvEntry> entries, String prefix) {
        return entries.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }

    private static Host host(CatalogNode node, Health health, boolean cordoned, HostKey key) {
        Map<String, String> meta = node.meta();
        Map<String, String> labels = new TreeMap<>();
        meta.forEach((label, value) -> {
            if (label.startsWith(LABEL)) {
                labels.put(label.substring(LABEL.length()), value);
            }
        });
        boolean edge = "true".equals(meta.get("parallax-edge"));
        return new Host(
                node.name(),
                node.address(),
                health.isAlive(node.name()),
                cordoned,
                labels,
                number(meta, "parallax-cpu"),
                number(meta, "parallax-memory"),
                edge ? Optional.of(meta.getOrDefault("parallax-public-interface", "eth0")) : Optional.empty(),
                key.problem());
    }

    private static Optional<Long> number(Map<String, String> meta, String key) {
        return Optional.ofNullable(meta.get(key))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private AppRecord app(String name, SortedMap<String, KvEntry> entries) {
        String root = Keys.app(name);
        SortedMap<Long, Application> revisions = new TreeMap<>();
        SortedMap<Long, Versioned<RevisionRecord>> records = new TreeMap<>();
        Map<String, Versioned<SealedSecrets>> secrets = new HashMap<>();
        Map<String, Versioned<StepRecord>> steps = new TreeMap<>();
        entries.forEach((key, entry) -> {
            String rest = key.substring(root.length());
            if (rest.matches("revisions/\\d{1,18}")) {
                revisions.put(
                        Long.valueOf(rest.substring("revisions/".length())),
                        document(entry, Application.class, ModelJson::read));
            } else if (rest.matches("records/\\d{1,18}")) {
                records.put(Long.valueOf(rest.substring("records/".length())), versioned(entry, RevisionRecord.class));
            } else if (rest.startsWith("secrets/")) {
                secrets.put(
                        rest.substring("secrets/".length()),
                        new Versioned<>(
                                document(entry, SealedSecrets.class, text -> SealedSecrets.read(key, text)),
                                entry.modifyIndex()));
            } else if (rest.startsWith("steps/")) {
                steps.put(rest.substring("steps/".length()), versioned(entry, StepRecord.class));
            }
        });
        return new AppRecord(
                name,
                one(entries, Keys.desired(name), Desired.class).orElseThrow(),
                revisions,
                records,
                secrets,
                Optional.ofNullable(entries.get(Keys.placement(name)))
                        .map(entry -> new Versioned<>(
                                StateJson.read(entry.key(), entry.value(), new TypeReference<List<PlacedReplica>>() {}),
                                entry.modifyIndex()))
                        .orElse(new Versioned<>(List.of(), 0)),
                steps,
                one(entries, Keys.status(name), ControllerStatus.class)
                        .map(found -> new Versioned<>(Optional.of(found.value()), found.index()))
                        .orElse(new Versioned<>(Optional.empty(), 0)),
                one(entries, Keys.events(name), EventLog.class).orElse(new Versioned<>(EventLog.EMPTY, 0)),
                Optional.ofNullable(entries.get(Keys.adoption(name)))
                        .map(entry -> StateJson.read(entry.key(), entry.value(), new TypeReference<List<Adopted>>() {}))
                        .orElse(List.of()),
                seal);
    }

    private HostRecord hostRecord(SortedMap<String, KvEntry> entries, String host) {
        return new HostRecord(
                Optional.ofNullable(entries.get(Keys.hostData(host)))
                        .map(entry -> new Versioned<>(Optional.of(told(host, entry)), entry.modifyIndex()))
                        .orElse(HostRecord.NONE.data()),
                one(entries, Keys.hostReport(host), HostReport.class).map(Versioned::value),
                one(entries, Keys.hostHeartbeat(host), ObjectNode.class)
                        .flatMap(found -> instant(found.value().path("last_run").asText())),
                Optional.ofNullable(entries.get(Keys.hostRunningVersion(host)))
                        .map(entry -> entry.value().strip()),
                Optional.ofNullable(entries.get(Keys.hostKey(host)))
                        .map(entry -> document(entry, HostKey.class, HostKey::read))
                        .orElse(HostKey.MISSING));
    }

    private ToldData told(String host, KvEntry entry) {
        return document(
                entry,
                ToldData.class,
                text -> new ToldData(host, entry.key(), StateJson.read(entry.key(), text, ObjectNode.class)));
    }

    /** Nothing is decided by it, so that one that cannot be read is as good as none. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private <T> Optional<Versioned<T>> one(SortedMap<String, KvEntry> entries, String key, Class<T> type) {
        return Optional.ofNullable(entries.get(key)).map(entry -> versioned(entry, type));
    }

    private <T> Versioned<T> versioned(KvEntry entry, Class<T> type) {
        return new Versioned<>(
                document(entry, type, text -> StateJson.read(entry.key(), text, type)), entry.modifyIndex());
    }

    private static <V> Versioned<SortedMap<String, V>> map(
            SortedMap<String, KvEntry> entries, String key, TypeReference<? extends SortedMap<String, V>> type) {
        KvEntry entry = entries.get(key);
        return entry == null
                ? new Versioned<>(new TreeMap<>(), 0)
                : new Versioned<>(StateJson.read(key, entry.value(), type), entry.modifyIndex());
    }

    private <T> T document(KvEntry entry, Class<T> type, Function<String, T> parse) {
        Parsed before = parsedBefore.get(entry.key());
        Parsed now = before != null && before.index() == entry.modifyIndex()
                ? before
                : new Parsed(entry.modifyIndex(), parse.apply(entry.value()));
        parsed.put(entry.key(), now);
        return type.cast(now.document());
    }
}
