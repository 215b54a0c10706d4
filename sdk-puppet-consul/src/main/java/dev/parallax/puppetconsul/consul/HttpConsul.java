package dev.parallax.puppetconsul.consul;

import com.ecwid.consul.SingleUrlParameters;
import com.ecwid.consul.UrlParameters;
import com.ecwid.consul.transport.HttpResponse;
import com.ecwid.consul.transport.TransportException;
import com.ecwid.consul.v1.ConsulRawClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
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
import java.util.function.Supplier;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.execchain.RequestAbortedException;

/** {@link Consul} over HTTP(S) through consul-api. */
public final class HttpConsul implements Consul {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** The longest a blocking query may be asked to wait; a server that went silent is noticed soon after. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConsulAddress address;
    private final List<CloseableHttpClient> clients = new ArrayList<>();
    private final ConsulRawClient quick;
    private final ConsulRawClient patient;
    private volatile boolean closed;

    public HttpConsul(ConsulAddress address) {
        this.address = address;
        this.quick = client(ANSWER);
        this.patient = client(LONGEST_WAIT.plus(ANSWER));
    }

    private ConsulRawClient client(Duration answerWithin) {
        CloseableHttpClient http =
                new BoundedHttpClient(Transport.open(address, answerWithin), answerWithin.multipliedBy(2));
        clients.add(http);
        return new ConsulRawClient(
                http, address.url().getScheme() + "://" + address.url().getHost(), address.port(), "");
    }

    @Override
    public Indexed<List<KvEntry>> entries(String prefix, Since since) {
        HttpResponse response = get("/v1/kv/" + path(prefix), since, List.of(flag("recurse")));
        if (response.getStatusCode() == 404) {
            return new Indexed<>(List.of(), index(response));
        }
        List<KvEntry> entries = new ArrayList<>();
        json("/v1/kv/" + prefix, response).forEach(node -> entries.add(entry(node)));
        entries.sort(Comparator.comparing(KvEntry::key));
        return new Indexed<>(entries, index(response));
    }

    @Override
    public Optional<KvEntry> entry(String key) {
        HttpResponse response = get("/v1/kv/" + path(key), Since.NOW, List.of());
        if (response.getStatusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(entry(json("/v1/kv/" + key, response).get(0)));
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
        new TreeMap<>(meta).forEach((key, value) -> filters.add(parameter("node-meta", key + ":" + value)));
        HttpResponse response = get("/v1/catalog/nodes", since, filters);
        List<CatalogNode> nodes = new ArrayList<>();
        json("/v1/catalog/nodes", response)
                .forEach(node -> nodes.add(new CatalogNode(
                        node.path("Node").asText(), node.path("Address").asText(), texts(node.path("Meta")))));
        nodes.sort(Comparator.comparing(CatalogNode::name));
        return new Indexed<>(nodes, index(response));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    @Override
    public Indexed<List<HealthCheck>> checks(Since since) {
        HttpResponse response = get("/v1/health/state/any", since, List.of());
        List<HealthCheck> checks = new ArrayList<>();
        json("/v1/health/state/any", response)
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
        return new Indexed<>(checks, index(response));
    }

    @Override
    public OptionalLong commit(List<KvOperation> operations) {
        ArrayNode body = JSON.createArrayNode();
        operations.forEach(operation -> body.addObject().set("KV", operation(operation)));
        HttpResponse response = put("/v1/txn", body.toString(), List.of());
        if (response.getStatusCode() == 409) {
            return OptionalLong.empty();
        }
        long index = 0;
        for (JsonNode result : json("/v1/txn", response).path("Results")) {
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
        HttpResponse response = put("/v1/session/create", session.toString(), List.of());
        return json("/v1/session/create", response).path("ID").asText();
    }

    @Override
    public boolean renewSession(String session) {
        HttpResponse response = put("/v1/session/renew/" + session, "", List.of());
        if (response.getStatusCode() == 404) {
            return false;
        }
        succeeded("/v1/session/renew", response);
        return true;
    }

    @Override
    public void destroySession(String session) {
        succeeded("/v1/session/destroy", put("/v1/session/destroy/" + session, "", List.of()));
    }

    @Override
    public Map<String, String> sessions() {
        Map<String, String> sessions = new TreeMap<>();
        json("/v1/session/list", get("/v1/session/list", Since.NOW, List.of()))
                .forEach(session -> sessions.put(
                        session.path("ID").asText(), session.path("Name").asText()));
        return sessions;
    }

    @Override
    public boolean acquire(String key, String value, String session) {
        return lock(key, value, parameter("acquire", session));
    }

    @Override
    public void release(String key, String value, String session) {
        lock(key, value, parameter("release", session));
    }

    private boolean lock(String key, String value, UrlParameters verb) {
        HttpResponse response = put("/v1/kv/" + path(key), value, List.of(verb));
        return json("/v1/kv/" + key, response).asBoolean();
    }

    private HttpResponse get(String endpoint, Since since, List<UrlParameters> more) {
        List<UrlParameters> parameters = new ArrayList<>(more);
        address.datacenter().ifPresent(datacenter -> parameters.add(parameter("dc", datacenter)));
        if (since.index() == 0) {
            return ask("GET", endpoint, () -> quick.makeGetRequest(endpoint, parameters));
        }
        long wait = Math.min(LONGEST_WAIT.toMillis(), Math.max(1, since.atMost().toMillis()));
        parameters.add(parameter("index", Long.toString(since.index())));
        parameters.add(parameter("wait", wait + "ms"));
        return ask("GET", endpoint, () -> patient.makeGetRequest(endpoint, parameters));
    }

    private HttpResponse put(String endpoint, String body, List<UrlParameters> more) {
        List<UrlParameters> parameters = new ArrayList<>(more);
        address.datacenter().ifPresent(datacenter -> parameters.add(parameter("dc", datacenter)));
        return ask(
                "PUT", endpoint, () -> quick.makePutRequest(endpoint, body, parameters.toArray(UrlParameters[]::new)));
    }

    private HttpResponse ask(String verb, String endpoint, Supplier<HttpResponse> call) {
        if (closed) {
            throw new ConsulException("the connection to Consul at " + address + " is closed");
        }
        try {
            return call.get();
        } catch (TransportException | IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConsulException(
                    "Consul at " + address + " does not answer (" + verb + " " + endpoint + "): " + reason(cause), e);
        }
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "no authority that is trusted here has signed its certificate; name one that has (consul-ca)";
            }
            if (cause instanceof RequestAbortedException) {
                return "no whole answer in time";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private JsonNode json(String endpoint, HttpResponse response) {
        succeeded(endpoint, response);
        try {
            return JSON.readTree(response.getContent());
        } catch (JsonProcessingException e) {
            throw new ConsulException("Consul at " + address + " answers " + endpoint + " with what is not JSON", e);
        }
    }

    private void succeeded(String endpoint, HttpResponse response) {
        int status = response.getStatusCode();
        if (status == 200) {
            return;
        }
        String content = response.getContent() == null
                ? ""
                : response.getContent().strip().lines().findFirst().orElse("");
        String advice = status == 403 || status == 401 ? "; the token lacks the right, or none was given" : "";
        throw new ConsulException("Consul at " + address + " refuses " + endpoint + " with status " + status + ": "
                + content.substring(0, Math.min(300, content.length())) + advice);
    }

    /** Consul advises: an index below 1 or one that is missing counts as 1, so that the next query does not spin. */
    private static long index(HttpResponse response) {
        Long index = response.getConsulIndex();
        return index == null ? 1 : Math.max(1, index);
    }

    private static UrlParameters flag(String name) {
        return new SingleUrlParameters(name);
    }

    private static UrlParameters parameter(String name, String value) {
        return new SingleUrlParameters(name, value);
    }

    private static String path(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
    }

    @Override
    public void close() {
        closed = true;
        for (CloseableHttpClient client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                throw new ConsulException("the connection to Consul at " + address + " cannot be closed", e);
            }
        }
    }
}
