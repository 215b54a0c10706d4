package dev.parallax.lab.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.lab.Await;
import dev.parallax.lab.LabException;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.state.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The fleet's Consul server, as the lab sets it up and looks at it. */
final class FleetConsul {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final String token;

    FleetConsul(FleetSecrets secrets) {
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(secrets.ca()))
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        this.token = secrets.managementToken();
    }

    /** Waits until the server has a leader and takes the management token. */
    void awaitLeader(Duration limit) {
        Await.until("Consul answers", limit, () -> {
            try {
                boolean led = !get("/v1/status/leader").asText().isEmpty();
                return led && exists(token) ? Optional.empty() : Optional.of("the server has no leader");
            } catch (LabException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }

    /** Waits until a controller leads, by a session that Consul still knows. */
    void awaitController(Duration limit) {
        Await.until("a controller leads", limit, () -> {
            String session = get("/v1/kv/parallax/controller/leader")
                    .path(0)
                    .path("Session")
                    .asText();
            boolean leads =
                    !session.isEmpty() && !get("/v1/session/info/" + session).isEmpty();
            return leads ? Optional.empty() : Optional.of("nobody holds parallax/controller/leader");
        });
    }

    /** Makes the policy and the token, or leaves them as they are. */
    void grant(String name, String rules, String secret) {
        ObjectNode policy = JSON.createObjectNode()
                .put("Name", ConsulPolicies.hostName(name))
                .put("Rules", rules);
        JsonNode existing = get("/v1/acl/policy/name/" + ConsulPolicies.hostName(name));
        String path = existing.isMissingNode()
                ? "/v1/acl/policy"
                : "/v1/acl/policy/" + existing.path("ID").asText();
        send("PUT", path, policy.toString());
        if (exists(secret)) {
            return;
        }
        ObjectNode request = JSON.createObjectNode().put("Description", name).put("SecretID", secret);
        request.putArray("Policies").addObject().put("Name", ConsulPolicies.hostName(name));
        send("PUT", "/v1/acl/token", request.toString());
    }

    private boolean exists(String secret) {
        HttpResponse<String> response = exchange("GET", "/v1/acl/token/self", "", secret);
        return response.statusCode() == 200;
    }

    /** The JSON document under a key. */
    Optional<JsonNode> document(String key) {
        HttpResponse<String> response = exchange("GET", "/v1/kv/" + key + "?raw", "", token);
        return response.statusCode() == 200 ? Optional.of(parse(key, response)) : Optional.empty();
    }

    /** What a key holds, as text. */
    Optional<String> text(String key) {
        HttpResponse<String> response = exchange("GET", "/v1/kv/" + key + "?raw", "", token);
        return response.statusCode() == 200 ? Optional.of(response.body().strip()) : Optional.empty();
    }

    /** Whether the node is a member that answers. */
    boolean alive(String node) {
        for (JsonNode check : get("/v1/health/node/" + node)) {
            if ("serfHealth".equals(check.path("CheckID").asText())) {
                return "passing".equals(check.path("Status").asText());
            }
        }
        return false;
    }

    /** The nodes on which no replica is newly placed. */
    Set<String> cordoned() {
        Set<String> names = new TreeSet<>();
        document(Keys.CORDONED_HOSTS).ifPresent(hosts -> hosts.fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** Has a member that does not answer forgotten, with its node, token and policy. */
    void forget(String node) {
        exchange("PUT", "/v1/agent/force-leave/" + node + "?prune", "", token);
        exchange(
                "PUT",
                "/v1/catalog/deregister",
                JSON.createObjectNode().put("Node", node).toString(),
                token);
        JsonNode policy = get("/v1/acl/policy/name/" + ConsulPolicies.hostName(node));
        if (!policy.isMissingNode()) {
            String id = policy.path("ID").asText();
            get("/v1/acl/tokens?policy=" + id)
                    .forEach(found -> exchange(
                            "DELETE",
                            "/v1/acl/token/" + found.path("AccessorID").asText(),
                            "",
                            token));
            exchange("DELETE", "/v1/acl/policy/" + id, "", token);
        }
    }

    /** The document at a path; a missing node when there is none. */
    JsonNode get(String path) {
        HttpResponse<String> response = exchange("GET", path, "", token);
        if (response.statusCode() == 404 || response.statusCode() == 403) {
            return JSON.missingNode();
        }
        return parse(path, response);
    }

    private JsonNode send(String method, String path, String body) {
        return parse(path, exchange(method, path, body, token));
    }

    private static JsonNode parse(String path, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new LabException("Consul answered " + response.statusCode() + " to " + path + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new LabException("Consul's answer to " + path + " is not JSON", e);
        }
    }

    /** One request with a token, whatever is answered. */
    HttpResponse<String> exchange(String method, String path, String body, String as) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(FleetLayout.CONSUL_URL + path))
                .timeout(LIMIT)
                .header("X-Consul-Token", as)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LabException(
                    "the fleet's Consul at " + FleetLayout.CONSUL_URL + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for Consul", e);
        }
    }

    private static SSLContext trusting(String ca) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(ca.getBytes(StandardCharsets.UTF_8))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new LabException("the fleet's certificate authority cannot be used: " + e.getMessage(), e);
        }
    }
}
