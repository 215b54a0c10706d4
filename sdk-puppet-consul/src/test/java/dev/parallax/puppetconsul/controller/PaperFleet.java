package dev.parallax.puppetconsul.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.catalog.ToldData;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.SealKey;
import dev.parallax.puppetconsul.seal.TestKeys;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.SealedSecrets;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Observation;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Consul and hosts on paper: a store that takes a decision's commits, and hosts that do at once what they are told. */
@org.jspecify.annotations.NullUnmarked
final class PaperFleet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reconciler reconciler;
    private Seal seal = Seal.of(TestKeys.FLEET);
    private WorldReader reader = new WorldReader(seal);
    private final TreeMap<String, KvEntry> store = new TreeMap<>();
    private final TreeMap<String, Boolean> hosts = new TreeMap<>();
    private final Map<String, JsonNode> applied = new TreeMap<>();
    private final Map<String, Integer> stepRuns = new TreeMap<>();
    private final TreeSet<String> cordoned = new TreeSet<>();
    private final TreeSet<String> forgotten = new TreeSet<>();
    private Predicate<JsonNode> healthy = replica -> true;
    private final boolean polled;
    private Predicate<String> validates = host -> true;
    private Predicate<String> stepSucceeds = key -> true;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant inSightSince = Instant.MIN;
    private long index;
    private Optional<Integer> cpuMillis = Optional.empty();
    private final Map<String, Integer> ownCpuMillis = new TreeMap<>();

    PaperFleet(int count) {
        this(count, Optional.empty());
    }

    PaperFleet(int count, Optional<FleetProfile> profile) {
        polled = profile.flatMap(FleetProfile::polling).isPresent();
        reconciler = new Reconciler(new FleetOptions(
                profile,
                Optional.empty(),
                Optional.of(AddressRange.parse("10.2.0.0/24")),
                Optional.of(AddressRange.parse("10.3.0.0/24"))));
        for (int host = 1; host <= count; host++) {
            addHost("h" + host);
        }
    }

    /** Another controller goes on, started with this. */
    void succeed(FleetOptions options) {
        reconciler = new Reconciler(options);
    }

    /** One more host comes. */
    void addHost(String host) {
        hosts.put(host, true);
        publishKey(host);
    }

    /** Each host has this much cpu; without bound before. */
    void cpu(int millis) {
        cpuMillis = Optional.of(millis);
    }

    /** One host has this much cpu, whatever the others have. */
    void cpu(String host, int millis) {
        ownCpuMillis.put(host, millis);
    }

    /** The host says for which key its secrets are sealed; all have the same one here. */
    void publishKey(String host) {
        write(Keys.hostKey(host), Certificates.pem(TestKeys.HOST.certificate()));
    }

    /** Somebody takes a key away. */
    void drop(String key) {
        store.remove(key);
    }

    /** The controller that goes on has this key. */
    void hold(SealKey key) {
        seal = Seal.of(key);
        reader = new WorldReader(seal);
    }

    void healthy(Predicate<JsonNode> predicate) {
        healthy = predicate;
    }

    void stepSucceeds(Predicate<String> predicate) {
        stepSucceeds = predicate;
    }

    void lose(String host) {
        hosts.put(host, false);
    }

    void giveBack(String host) {
        hosts.put(host, true);
    }

    /** Takes no new replicas from now on. */
    void cordon(String host) {
        cordoned.add(host);
        write(
                Keys.CORDONED_HOSTS,
                StateJson.write(cordoned.stream().collect(Collectors.toMap(name -> name, name -> now))));
    }

    /** All hosts take replicas again. */
    void uncordon() {
        cordoned.clear();
        drop(Keys.CORDONED_HOSTS);
    }

    /** Consul knows the host no more, as a server that was set up anew from a backup; it runs on. */
    void forget(String host) {
        forgotten.add(host);
    }

    /** The host has made itself known again. */
    void remember(String host) {
        forgotten.remove(host);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Consul could not be asked until now. */
    void comeInSight() {
        inSightSince = now;
    }

    /** Every attempt at a step that any host began, and how often. */
    Map<String, Integer> stepRuns() {
        return stepRuns;
    }

    void want(Application application) {
        want(application, Map.of());
    }

    void want(Application application, Map<String, SecretValue> secrets) {
        Optional<Desired> before = desired(application.name());
        long revision = before.map(Desired::revision).orElse(0L) + 1;
        write(Keys.revision(application.name(), revision), ModelJson.write(application));
        write(
                Keys.revisionRecord(application.name(), revision),
                StateJson.write(new RevisionRecord(
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        SealedSecrets.seal(seal, application.name(), secrets))));
        write(
                Keys.desired(application.name()),
                StateJson.write(new Desired(
                        revision,
                        application.version(),
                        Desired.Intent.PRESENT,
                        true,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        before.filter(Desired::paused).isPresent())));
    }

    /** What an adoption writes before it is wanted. */
    void adopt(String application, List<Adopted> adopted, List<PlacedReplica> placement) {
        write(Keys.adoption(application), StateJson.write(adopted));
        write(Keys.placement(application), StateJson.write(placement));
    }

    /** What an order about the whole application writes. */
    void order(String application, UnaryOperator<Desired> order) {
        write(
                Keys.desired(application),
                StateJson.write(order.apply(desired(application).orElseThrow())));
    }

    Instant now() {
        return now;
    }

    void delete(String application, boolean keepStorage) {
        Desired desired = desired(application).orElseThrow();
        write(
                Keys.desired(application),
                StateJson.write(new Desired(
                        desired.revision(),
                        desired.version(),
                        Desired.Intent.DELETING,
                        keepStorage,
                        now,
                        Optional.empty(),
                        Optional.empty())));
    }

    /** What an order to replace a replica writes. */
    void replace(String application, String replica) {
        List<PlacedReplica> next = world().apps().get(application).placement().value().stream()
                .map(each -> each.replica().equals(replica) ? each.at(Phase.LEAVING, now) : each)
                .toList();
        write(Keys.placement(application), StateJson.write(next));
    }

    /** What the removal of a host notes. */
    void remove(String host, HostRemoval.Stage stage) {
        write(Keys.REMOVALS, StateJson.write(Map.of(host, new HostRemoval(now, stage))));
    }

    Optional<Desired> desired(String application) {
        return Optional.ofNullable(store.get(Keys.desired(application)))
                .map(entry -> StateJson.read(entry.key(), entry.value(), Desired.class));
    }

    List<String> keys() {
        return List.copyOf(store.keySet());
    }

    ApplicationStatus status(String application) {
        return Observation.of(world(), application).orElseThrow();
    }

    Optional<String> failure(String application) {
        return world().apps().get(application).status().value().flatMap(status -> status.failure());
    }

    Decision decide() {
        return reconciler.decide(world(), inSightSince);
    }

    World world() {
        List<CatalogNode> nodes = hosts.keySet().stream()
                .filter(host -> !forgotten.contains(host))
                .map(host -> new CatalogNode(host, "10.1.0." + host.substring(1), described(host)))
                .toList();
        return reader.read(now, new Snapshot(List.copyOf(store.values()), index, nodes, checks()));
    }

    private Map<String, String> described(String host) {
        Map<String, String> meta = new TreeMap<>(
                Map.of("parallax-host", "true", "parallax-edge", "true", "parallax-label-rack", rack(host)));
        Optional.ofNullable(ownCpuMillis.get(host))
                .or(() -> cpuMillis)
                .ifPresent(millis -> meta.put("parallax-cpu", millis.toString()));
        return meta;
    }

    /** The rack of a host: two stand in each. */
    static String rack(String host) {
        return Integer.parseInt(host.substring(1)) <= 2 ? "a" : "b";
    }

    /** What was told to a host last. */
    JsonNode data(String host) {
        return open(host, store.get(Keys.hostData(host)));
    }

    /** The host of each running replica, as hosts themselves have it. */
    Map<String, String> running() {
        Map<String, String> running = new TreeMap<>();
        applied.forEach((host, data) -> {
            if (hosts.get(host)) {
                data.path("parallax::replicas").properties().forEach(replica -> running.put(replica.getKey(), host));
            }
        });
        return running;
    }

    /** Lets controller and hosts act until nothing changes any more; {@code seen} is called after every change. */
    void settle(Consumer<PaperFleet> seen) {
        for (int round = 0; round < 200; round++) {
            boolean changed = commit(decide(), Integer.MAX_VALUE);
            seen.accept(this);
            changed |= hostsAct();
            seen.accept(this);
            if (!changed) {
                return;
            }
        }
        throw new AssertionError("the fleet does not come to rest: " + decide().commits());
    }

    void settle() {
        settle(fleet -> {});
    }

    /** Does the first commits of a decision, as a controller that is killed in the middle. */
    boolean commit(Decision decision, int atMost) {
        int done = 0;
        for (List<KvOperation> commit : decision.commits()) {
            if (done++ >= atMost) {
                break;
            }
            commit.forEach(this::check);
            commit.forEach(this::apply);
        }
        return !decision.commits().isEmpty();
    }

    private void check(KvOperation operation) {
        long wanted = operation instanceof KvOperation.Put put
                ? put.index()
                : operation instanceof KvOperation.CheckIndex check ? check.index() : -1;
        KvEntry entry = store.get(operation.key());
        if (wanted >= 0 && (entry == null ? 0 : entry.modifyIndex()) != wanted) {
            throw new AssertionError(operation + " does not fit " + entry);
        }
    }

    private void apply(KvOperation operation) {
        if (operation instanceof KvOperation.Put put) {
            write(put.key(), put.value());
        } else if (operation instanceof KvOperation.Remove remove) {
            store.remove(remove.key());
        } else if (operation instanceof KvOperation.RemoveTree tree) {
            store.keySet().removeIf(key -> key.startsWith(tree.key()));
        }
    }

    private void write(String key, String value) {
        store.put(key, new KvEntry(key, value, ++index, Optional.empty()));
    }

    boolean hostsAct() {
        boolean changed = false;
        for (String host : new TreeSet<>(hosts.keySet())) {
            changed |= hosts.get(host) && act(host);
        }
        return changed;
    }

    private boolean act(String host) {
        KvEntry entry = store.get(Keys.hostData(host));
        if (entry == null) {
            return false;
        }
        JsonNode data = open(host, entry);
        if (data.equals(applied.get(host))) {
            return polled && publish(host, data);
        }
        if (polled && !mayRun(host)) {
            return false;
        }
        JsonNode before = applied.put(host, data);
        ObjectNode report = JSON.createObjectNode()
                .put("host", host)
                .put("revision", data.path("parallax::revision").asText())
                .put("ok", true);
        ObjectNode replicas = report.putObject("replicas");
        data.path("parallax::replicas").properties().forEach(replica -> {
            ObjectNode components = replicas.putObject(replica.getKey()).putObject("components");
            replica.getValue().path("components").properties().forEach(component -> components
                    .putObject(component.getKey())
                    .put("active", "active"));
        });
        ObjectNode steps = report.putObject("steps");
        data.path("parallax::steps").properties().forEach(step -> {
            if (before == null || !before.path("parallax::steps").has(step.getKey())) {
                stepRuns.merge(step.getKey(), 1, Integer::sum);
            }
            boolean success = stepSucceeds.test(step.getKey());
            steps.putObject(step.getKey()).put("exit", success ? 0 : 1).put("output", success ? "" : "went wrong");
        });
        write(Keys.hostReport(host), report.toString());
        return true;
    }

    /** As the host's own validation goes: its replicas are healthy, and whoever else is asked agrees. */
    private boolean publish(String host, JsonNode data) {
        String revision = data.path("parallax::revision").asText();
        boolean passes = validates.test(host);
        for (JsonNode replica : data.path("parallax::replicas")) {
            passes &= healthy.test(replica);
        }
        if (!passes || revision.equals(value(Keys.hostRunningVersion(host)).orElse(""))) {
            return false;
        }
        write(Keys.hostRunningVersion(host), revision);
        return true;
    }

    /** What a key holds. */
    Optional<String> value(String key) {
        return Optional.ofNullable(store.get(key)).map(KvEntry::value);
    }

    /** What somebody writes by hand. */
    void put(String key, String value) {
        write(key, value);
    }

    /** Whether the gates let Puppet run on a host, none of which is of a role here. */
    boolean mayRun(String host) {
        return value(Keys.GATES + "host/" + host)
                .or(() -> value(Keys.GATES + "global"))
                .filter(gate -> gate.startsWith("false"))
                .isEmpty();
    }

    void validates(Predicate<String> predicate) {
        validates = predicate;
    }

    private List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>();
        hosts.forEach((host, alive) -> checks.add(new HealthCheck(
                host,
                HealthCheck.MEMBERSHIP,
                "Serf",
                alive ? "passing" : "critical",
                "",
                "",
                HealthCheck.Probing.NONE)));
        applied.forEach((host, data) -> data.path("parallax::replicas").forEach(replica -> replica.path("registrations")
                .properties()
                .forEach(registration -> registration.getValue().path("checks").forEach(check -> {
                    String id = registration.getKey() + "-"
                            + replica.path("replica").asText();
                    checks.add(new HealthCheck(
                            host,
                            id + ":" + check.path("name").asText(),
                            check.path("name").asText(),
                            healthy.test(replica) ? "passing" : "critical",
                            "",
                            id,
                            HealthCheck.Probing.NONE));
                }))));
        return checks;
    }

    /** As the host opens what it is told: for the key that all have here. */
    private static JsonNode open(String host, KvEntry entry) {
        return new ToldData(host, entry.key(), (ObjectNode) json(entry.value()))
                .open(Seal.of(TestKeys.HOST))
                .opened();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
