package dev.parallax.puppetconsul.consul;

import com.ecwid.consul.transport.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link ConsulAdministration} over HTTP(S). */
final class HttpConsulAdministration implements ConsulAdministration {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Serf's number for a member that answers. */
    private static final int ALIVE = 1;
    /** Of servers without access control. */
    private static final String NO_ACLS = "ACL support disabled";

    private final ConsulCalls calls;

    HttpConsulAdministration(ConsulCalls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<Policy> policy(String name) {
        String endpoint = "/v1/acl/policy/name/" + ConsulCalls.path(name);
        HttpResponse response = calls.get(endpoint, Since.NOW, List.of());
        if (response.getStatusCode() == 404 || says(response, NO_ACLS) || says(response, "ACL not found")) {
            return Optional.empty();
        }
        JsonNode policy = calls.json(endpoint, response);
        return Optional.of(new Policy(
                policy.path("ID").asText(),
                policy.path("Name").asText(),
                policy.path("Rules").asText()));
    }

    @Override
    public List<Token> tokensOf(Policy policy) {
        List<Token> tokens = new ArrayList<>();
        String endpoint = "/v1/acl/tokens";
        calls.json(endpoint, calls.get(endpoint, Since.NOW, List.of(ConsulCalls.parameter("policy", policy.id()))))
                .forEach(token -> tokens.add(new Token(token.path("AccessorID").asText(), isSingle(token))));
        return tokens;
    }

    private static boolean isSingle(JsonNode token) {
        return token.path("Policies").size() == 1
                && Stream.of("Roles", "ServiceIdentities", "NodeIdentities")
                        .allMatch(field -> token.path(field).isEmpty());
    }

    @Override
    public void removeToken(Token token) {
        removed("/v1/acl/token/" + ConsulCalls.path(token.accessor()));
    }

    @Override
    public void removePolicy(Policy policy) {
        removed("/v1/acl/policy/" + ConsulCalls.path(policy.id()));
    }

    private void removed(String endpoint) {
        HttpResponse response = calls.delete(endpoint);
        if (response.getStatusCode() != 404 && !says(response, "ACL not found")) {
            calls.succeeded(endpoint, response);
        }
    }

    @Override
    public Optional<Member> member(String node) {
        String endpoint = "/v1/agent/members";
        for (JsonNode member : calls.json(endpoint, calls.get(endpoint, Since.NOW, List.of()))) {
            if (member.path("Name").asText().equals(node)) {
                return Optional.of(new Member(
                        node,
                        member.path("Status").asInt() == ALIVE,
                        member.path("Tags").path("role").asText().equals("consul")));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean hasNode(String node) {
        String endpoint = "/v1/catalog/node/" + ConsulCalls.path(node);
        return calls.json(endpoint, calls.get(endpoint, Since.NOW, List.of())).isObject();
    }

    @Override
    public void forgetMember(String node) {
        String endpoint = "/v1/agent/force-leave/" + ConsulCalls.path(node);
        HttpResponse response = calls.put(endpoint, "", List.of(ConsulCalls.flag("prune")));
        if (!says(response, "No node found")) {
            calls.succeeded(endpoint, response);
        }
    }

    @Override
    public void removeNode(String node) {
        String endpoint = "/v1/catalog/deregister";
        calls.succeeded(
                endpoint,
                calls.put(endpoint, JSON.createObjectNode().put("Node", node).toString(), List.of()));
    }

    @Override
    public Optional<String> nodeOfSession(String session) {
        String endpoint = "/v1/session/info/" + ConsulCalls.path(session);
        HttpResponse response = calls.get(endpoint, Since.NOW, List.of());
        if (response.getStatusCode() != 200) {
            return Optional.empty();
        }
        return Optional.of(calls.json(endpoint, response).path(0).path("Node").asText(""))
                .filter(node -> !node.isEmpty());
    }

    private static boolean says(HttpResponse response, String text) {
        return response.getStatusCode() != 200
                && response.getContent() != null
                && response.getContent().contains(text);
    }
}
