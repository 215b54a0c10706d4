package dev.parallax.puppetconsul.consul;

import com.ecwid.consul.UrlParameters;
import com.ecwid.consul.transport.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** {@link Consul} over HTTP(S) through consul-api. */
public final class HttpConsul implements Consul {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConsulCalls calls;

    public HttpConsul(ConsulAddress address) {
        this.calls = new ConsulCalls(address);
    }

    @Override
    public Indexed<List<KvEntry>> entries(String prefix, Since since) {
        HttpResponse response =
                calls.get("/v1/kv/" + ConsulCalls.path(prefix), since, List.of(ConsulCalls.flag("recurse")));
        if (response.getStatusCode() == 404) {
            return new Indexed<>(List.of(), ConsulCalls.index(response));
        }
        List<KvEntry> entries = new ArrayList<>();
        calls.json("/v1/kv/" + prefix, response).forEach(node -> entries.add(entry(node)));
        entries.sort(Comparator.comparing(KvEntry::key));
        return new Indexed<>(entries, ConsulCalls.index(response));
    }

    @Override
    public Optional<KvEntry> entry(String key) {
        HttpResponse response = calls.get("/v1/kv/" + ConsulCalls.path(key), Since.NOW, List.of());
        if (response.getStatusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(entry(calls.json("/v1/kv/" + key, response).get(0)));
    }

    private static KvEntry entry(JsonNode node) {
        String value = new String(Base64.getDecoder().decode(node.path("Value").asText("")), StandardCharsets.UTF_8);
        return new KvEntry(
                node.path("Key").asText(),
                value,
                node.path("ModifyIndex").asLong(),
                Optional.of(node.path("Session").asText("")).filter(session -> !session.isEmpty()));
    }

    @Override
    public Indexed<List<CatalogNode>> nodes(Map<String, String> meta, Since since) {
        List<UrlParameters> filters = new ArrayList<>();
        new TreeMap<>(meta).forEach((key, value) -> filters.add(ConsulCalls.parameter("node-meta", key + ":" + value)));
        HttpResponse response = calls.get("/v1/catalog/nodes", since, filters);
        List<CatalogNode> nodes = new ArrayList<>();
        calls.json("/v1/catalog/nodes", response)
                .forEach(node -> nodes.add(new CatalogNode(
                        node.path("Node").asText(), node.path("Address").asText(), texts(node.path("Meta")))));
        nodes.sort(Comparator.comparing(CatalogNode::name));
        return new Indexed<>(nodes, ConsulCalls.index(response));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    @Override
    public Indexed<List<HealthCheck>> checks(Since since) {
        HttpResponse response = calls.get("/v1/health/state/any", since, List.of());
        List<HealthCheck> checks = new ArrayList<>();
        calls.json("/v1/health/state/any", response)
                .forEach(check -> checks.add(new HealthCheck(
                        check.path("Node").asText(),
                        check.path("CheckID").asText(),
                        check.path("Name").asText(),
                        check.path("Status").asText(),
                        check.path("Output").asText(),
                        check.path("ServiceID").asText(),
                        new HealthCheck.Probing(
                                check.path("Type").asText(),
                                check.path("Interval").asText()))));
        checks.sort(Comparator.comparing(HealthCheck::node).thenComparing(HealthCheck::id));
        return new Indexed<>(checks, ConsulCalls.index(response));
    }

    @Override
    public OptionalLong commit(List<KvOperation> operations) {
        ArrayNode body = JSON.createArrayNode();
        operations.forEach(operation -> body.addObject().set("KV", operation(operation)));
        HttpResponse response = calls.put("/v1/txn", body.toString(), List.of());
        if (response.getStatusCode() == 409) {
            return OptionalLong.empty();
        }
        long index = 0;
        for (JsonNode result : calls.json("/v1/txn", response).path("Results")) {
            index = Math.max(index, result.path("KV").path("ModifyIndex").asLong());
        }
        return OptionalLong.of(index);
    }

    private static ObjectNode operation(KvOperation operation) {
        ObjectNode kv = JSON.createObjectNode().put("Key", operation.key());
        if (operation instanceof KvOperation.Put put) {
            return kv.put("Verb", "cas").put("Index", put.index()).put("Value", base64(put.value()));
        }
        if (operation instanceof KvOperation.Remove remove) {
            return kv.put("Verb", "delete-cas").put("Index", remove.index());
        }
        if (operation instanceof KvOperation.CheckLock lock) {
            return kv.put("Verb", "check-session").put("Session", lock.session());
        }
        if (operation instanceof KvOperation.CheckIndex check) {
            return check.index() == 0
                    ? kv.put("Verb", "check-not-exists")
                    : kv.put("Verb", "check-index").put("Index", check.index());
        }
        return kv.put("Verb", "delete-tree");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String createSession(String name, Duration ttl) {
        return createSession(name, ttl, "release");
    }

    @Override
    public String createOwningSession(String name, Duration ttl) {
        return createSession(name, ttl, "delete");
    }

    private String createSession(String name, Duration ttl, String behavior) {
        ObjectNode session = JSON.createObjectNode()
                .put("Name", name)
                .put("TTL", ttl.toSeconds() + "s")
                .put("Behavior", behavior)
                .put("LockDelay", "0s");
        HttpResponse response = calls.put("/v1/session/create", session.toString(), List.of());
        return calls.json("/v1/session/create", response).path("ID").asText();
    }

    @Override
    public boolean renewSession(String session) {
        HttpResponse response = calls.put("/v1/session/renew/" + session, "", List.of());
        if (response.getStatusCode() == 404) {
            return false;
        }
        calls.succeeded("/v1/session/renew", response);
        return true;
    }

    @Override
    public void destroySession(String session) {
        calls.succeeded("/v1/session/destroy", calls.put("/v1/session/destroy/" + session, "", List.of()));
    }

    @Override
    public Map<String, String> sessions() {
        Map<String, String> sessions = new TreeMap<>();
        calls.json("/v1/session/list", calls.get("/v1/session/list", Since.NOW, List.of()))
                .forEach(session -> sessions.put(
                        session.path("ID").asText(), session.path("Name").asText()));
        return sessions;
    }

    @Override
    public boolean acquire(String key, String value, String session) {
        return lock(key, value, ConsulCalls.parameter("acquire", session));
    }

    @Override
    public void release(String key, String value, String session) {
        lock(key, value, ConsulCalls.parameter("release", session));
    }

    private boolean lock(String key, String value, UrlParameters verb) {
        HttpResponse response = calls.put("/v1/kv/" + ConsulCalls.path(key), value, List.of(verb));
        return calls.json("/v1/kv/" + key, response).asBoolean();
    }

    @Override
    public ConsulAdministration administration() {
        return new HttpConsulAdministration(calls);
    }

    @Override
    public void close() {
        calls.close();
    }
}
