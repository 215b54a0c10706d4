package dev.parallax.lab.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.Resources;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.Keys;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the fleet's programs say of themselves. {@code hosts}: what was found on each host, as {@code host-facts.rb} tells it; {@code carriers}: the hosts
 * with a measured replica; {@code server}: Consul's server of itself; {@code session}: the leading controller's; {@code role}: the
 * measured role's definition, as the controller goes by it; {@code profile}: how the fleet is run, as the leading controller says. A node is missing where nothing was found.
 */
record FleetPrograms(
        SortedMap<String, JsonNode> hosts,
        List<String> carriers,
        JsonNode server,
        JsonNode session,
        JsonNode role,
        FleetProfile profile) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SCRIPT = Resources.text(FleetPrograms.class, "host-facts.rb");

    static FleetPrograms read(Map<String, ContainerHost> hosts, FleetConsul consul, List<ReplicaRef> replicas) {
        SortedMap<String, JsonNode> found = Collections.synchronizedSortedMap(new TreeMap<>());
        Parallel.each(
                hosts.entrySet(),
                host -> found.put(host.getKey(), told(() -> ask(host.getValue(), on(host.getKey(), replicas)))));
        return new FleetPrograms(
                found,
                replicas.stream().map(ReplicaRef::host).distinct().sorted().toList(),
                told(() -> consul.get("/v1/agent/self")),
                told(() -> session(consul)),
                replicas.stream()
                        .findFirst()
                        .map(replica -> told(() -> role(consul, replica)))
                        .orElse(MissingNode.getInstance()),
                consul.text(Keys.PROFILE).map(FleetProfile::of).orElse(FleetProfile.RECONCILED));
    }

    private static List<Map<String, String>> on(String host, List<ReplicaRef> replicas) {
        return replicas.stream()
                .filter(replica -> replica.host().equals(host))
                .map(replica -> Map.of("application", replica.application(), "replica", replica.replica()))
                .toList();
    }

    private static JsonNode ask(ContainerHost host, List<Map<String, String>> replicas) {
        String argument = JSON.valueToTree(replicas).toString();
        String said = host.exec(LIMIT, "ruby", "-e", SCRIPT, argument).orThrow().stdout();
        try {
            return JSON.readTree(said);
        } catch (JsonProcessingException e) {
            throw new LabException(host + " says of its programs what is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode session(FleetConsul consul) {
        String leader = consul.get("/v1/kv/parallax/controller/leader")
                .path(0)
                .path("Session")
                .asText();
        return leader.isEmpty()
                ? MissingNode.getInstance()
                : consul.get("/v1/session/info/" + leader).path(0);
    }

    private static JsonNode role(FleetConsul consul, ReplicaRef replica) {
        String app = "parallax/apps/" + replica.application();
        Optional<JsonNode> definition = consul.document(app + "/desired")
                .flatMap(desired -> consul.document(
                        app + "/revisions/" + desired.path("revision").asText()));
        return definition.map(found -> found.path("roles").path(replica.role())).orElse(MissingNode.getInstance());
    }

    /** Nothing of what does not answer, whose timers are then shown as not found. */
    private static JsonNode told(Supplier<JsonNode> question) {
        try {
            return question.get();
        } catch (LabException e) {
            return MissingNode.getInstance();
        }
    }
}
