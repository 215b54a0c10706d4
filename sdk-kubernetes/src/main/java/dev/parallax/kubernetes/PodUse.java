package dev.parallax.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.ComponentUse;
import dev.parallax.definition.ModelJson;
import dev.parallax.logs.LogTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What containers take. The kubelets say so in their summaries, which the API server passes on to whoever may use {@code nodes/proxy}; a
 * cluster needs nothing else for it.
 */
final class PodUse {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Cluster cluster;

    PodUse(Cluster cluster) {
        this.cluster = cluster;
    }

    List<ComponentUse> read(String namespace, List<LogTarget> targets) {
        Map<String, JsonNode> containers = new HashMap<>();
        targets.stream()
                .flatMap(target -> target.host().stream())
                .distinct()
                .forEach(node -> summary(node, namespace, containers));
        List<ComponentUse> uses = new ArrayList<>();
        for (LogTarget target : targets) {
            Optional.ofNullable(containers.get(target.replica() + "/" + target.component()))
                    .ifPresent(container -> uses.add(new ComponentUse(
                            target.role(),
                            target.replica(),
                            target.component(),
                            Math.round(container.at("/cpu/usageNanoCores").asLong() / (double) NANOS_A_MILLI),
                            container.at("/memory/workingSetBytes").asLong())));
        }
        return uses;
    }

    private void summary(String node, String namespace, Map<String, JsonNode> containers) {
        String answer = cluster.call("read what pods on " + node + " take", () -> cluster.client()
                .raw("/api/v1/nodes/" + node + "/proxy/stats/summary"));
        try {
            for (JsonNode pod : ModelJson.mapper().readTree(answer).path("pods")) {
                if (pod.at("/podRef/namespace").asText().equals(namespace)) {
                    String name = pod.at("/podRef/name").asText();
                    pod.path("containers")
                            .forEach(container -> containers.put(
                                    name + "/" + container.path("name").asText(), container));
                }
            }
        } catch (JsonProcessingException e) {
            throw new BackendException(
                    "kubernetes: the summary of node " + node + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
