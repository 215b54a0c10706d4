package dev.parallax.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.puppetconsul.consul.BlockingWatch;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.state.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Stands in for a host of the fleet: takes its data as the host tools do, registers what they register, runs nothing, and reports.
 * {@code healthy} says of a replica's data whether its checks pass; {@code steps} what a step's exit status is.
 */
final class TestHost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestConsul server;
    private final Consul consul;
    private final Carriers carriers;
    private final String name;
    private final String address;
    private final BlockingWatch<List<KvEntry>> watch;
    private final Map<String, JsonNode> registered = new TreeMap<>();
    private final Map<String, Integer> stepResults = new TreeMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private volatile Predicate<JsonNode> healthy = replica -> true;
    private volatile Predicate<JsonNode> steps = step -> true;
    private volatile boolean dead;
    private volatile String applied = "";

    TestHost(TestConsul server, Carriers carriers, int number) {
        this.server = server;
        this.consul = server.connect();
        this.carriers = carriers;
        this.name = "host" + number;
        this.address = "10.1.0." + number;
        register("passing");
        consul.commit(List.of(new KvOperation.Put(Keys.hostKey(name), TestSeal.hostCertificate(), 0)));
        this.watch = new BlockingWatch<>(
                        name,
                        since -> consul.entries(Keys.hostData(name), since),
                        answer -> told(answer.value()),
                        failure -> {})
                .start();
    }

    String name() {
        return name;
    }

    /** What happened, in order: {@code start REPLICA}, {@code stop REPLICA}, {@code drain REPLICA}, {@code step KEY}. */
    List<String> log() {
        return log;
    }

    void healthy(Predicate<JsonNode> predicate) {
        healthy = predicate;
    }

    void steps(Predicate<JsonNode> predicate) {
        steps = predicate;
    }

    private void register(String membership) {
        ObjectNode node = JSON.createObjectNode().put("Node", name).put("Address", address);
        node.putObject("NodeMeta")
                .put("parallax-host", "true")
                .put("parallax-edge", "true")
                .put("parallax-public-interface", "eth0")
                .put("parallax-cpu", "4000")
                .put("parallax-memory", "4294967296");
        if (!membership.equals("passing") || dead) {
            node.putObject("Check")
                    .put("CheckID", "serfHealth")
                    .put("Name", "Serf")
                    .put("Status", membership);
        }
        server.put("/v1/catalog/register", node.toString());
    }

    /** The host is gone; what it registered stays, as Consul keeps it. */
    void die() {
        dead = true;
        carriers.lost(name);
        register("critical");
    }

    /**
     * The host is back and takes its data. As one that never was away it has no check of membership: Consul's leader forgets, at the end of each minute, nodes
     * that have one and are no members.
     */
    void comeBack() {
        server.put(
                "/v1/catalog/deregister",
                JSON.createObjectNode()
                        .put("Node", name)
                        .put("CheckID", "serfHealth")
                        .toString());
        dead = false;
        register("passing");
        // Forgotten while it was away, it registers anew what it carries.
        applied = "";
        told(consul.entries(Keys.hostData(name), dev.parallax.puppetconsul.consul.Since.NOW)
                .value());
    }

    private synchronized void told(List<KvEntry> entries) {
        if (dead || entries.isEmpty()) {
            return;
        }
        try {
            JsonNode data = JSON.readTree(entries.get(0).value());
            String revision = data.path("parallax::revision").asText();
            if (!revision.equals(applied)) {
                // Where Consul does not take it, the watch fails and asks anew.
                apply(data);
                report(data, revision);
                applied = revision;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(JsonNode data) {
        Map<String, JsonNode> wanted = new TreeMap<>();
        data.path("parallax::replicas").properties().forEach(replica -> replica.getValue()
                .path("registrations")
                .properties()
                .forEach(registration -> {
                    String id = registration.getKey() + "-"
                            + replica.getValue().path("replica").asText();
                    ObjectNode entry = JSON.createObjectNode().put("key", replica.getKey());
                    entry.set("replica", replica.getValue());
                    entry.put("service", registration.getKey());
                    entry.set("registration", registration.getValue());
                    wanted.put(id, entry);
                }));
        for (String id : new ArrayList<>(registered.keySet())) {
            if (!wanted.containsKey(id)) {
                server.put(
                        "/v1/catalog/deregister",
                        JSON.createObjectNode()
                                .put("Node", name)
                                .put("ServiceID", id)
                                .toString());
                log.add("deregister " + id);
                registered.remove(id);
                carriers.removed(id, name);
            }
        }
        wanted.forEach((id, entry) -> {
            if (!registered.containsKey(id)) {
                log.add("register " + id + " "
                        + entry.path("replica").path("version").asText());
                registered.put(id, entry);
            }
            carriers.added(id, name);
        });
        registered.keySet().forEach(this::check);
        data.path("parallax::steps").properties().forEach(step -> {
            if (!stepResults.containsKey(step.getKey())) {
                log.add("step " + step.getKey());
                stepResults.put(step.getKey(), steps.test(step.getValue()) ? 0 : 1);
            }
        });
        stepResults.keySet().removeIf(key -> !data.path("parallax::steps").has(key));
    }

    /** Asks all checks anew. */
    synchronized void checkAll() {
        if (!dead) {
            registered.keySet().forEach(this::check);
        }
    }

    private void check(String id) {
        JsonNode entry = java.util.Objects.requireNonNull(registered.get(id));
        ObjectNode body = JSON.createObjectNode()
                .put("Node", name)
                .put("Address", address)
                .put("SkipNodeUpdate", true);
        body.putObject("Service")
                .put("ID", id)
                .put("Service", entry.path("service").asText())
                .put("Address", address)
                .put("Port", entry.path("registration").path("port").asInt());
        var checks = body.putArray("Checks");
        int number = 0;
        for (JsonNode check : entry.path("registration").path("checks")) {
            checks.addObject()
                    .put("CheckID", id + ":" + ++number)
                    .put("Name", check.path("name").asText())
                    .put("ServiceID", id)
                    .put("Status", healthy.test(entry.path("replica")) ? "passing" : "critical");
        }
        server.put("/v1/catalog/register", body.toString());
    }

    private void report(JsonNode data, String revision) {
        ObjectNode report = JSON.createObjectNode()
                .put("host", name)
                .put("revision", revision)
                .put("started", Instant.now().toString())
                .put("finished", Instant.now().toString())
                .put("ok", true)
                .put("changed", 1)
                .put("failed", 0);
        report.putArray("errors");
        ObjectNode replicas = report.putObject("replicas");
        data.path("parallax::replicas").properties().forEach(replica -> {
            ObjectNode components = replicas.putObject(replica.getKey()).putObject("components");
            replica.getValue().path("components").properties().forEach(component -> {
                ObjectNode said = components
                        .putObject(component.getKey())
                        .put("active", "active")
                        .put("restarts", 0);
                ObjectNode packages = said.putObject("packages");
                component.getValue().path("packages").forEach(name -> packages.put(name.asText(), "1.0"));
                JsonNode limits = component.getValue().path("limits");
                if (limits.has("cpu_millis")) {
                    said.put("cpu_millis", limits.path("cpu_millis").asInt());
                }
                if (limits.has("memory_bytes")) {
                    said.put("memory_bytes", limits.path("memory_bytes").asLong());
                }
            });
        });
        ObjectNode results = report.putObject("steps");
        stepResults.forEach((key, exit) ->
                results.putObject(key).put("exit", exit).put("output", exit == 0 ? "done" : "it did not work"));
        long index =
                consul.entry(Keys.hostReport(name)).map(KvEntry::modifyIndex).orElse(0L);
        consul.commit(List.of(new KvOperation.Put(Keys.hostReport(name), report.toString(), index)));
    }

    @Override
    public void close() {
        watch.close();
        consul.close();
    }
}
