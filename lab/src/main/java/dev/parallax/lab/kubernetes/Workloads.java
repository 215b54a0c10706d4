package dev.parallax.lab.kubernetes;

import static java.util.stream.Collectors.joining;

import dev.parallax.lab.Await;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Parallel;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The cluster's own parts that run in the cluster: DNS, public addresses, storage; and whether the cluster is whole. */
final class Workloads {
    private static final Duration API = Duration.ofSeconds(90);
    private static final Duration READY = Duration.ofMinutes(2);
    private static final List<String> NAMESPACES = List.of("kube-system", "metallb-system", "local-path-storage");

    private final KubernetesClient client;

    Workloads(KubernetesClient client) {
        this.client = client;
    }

    void awaitApi() {
        Await.until("the API server answers at " + ClusterLayout.server(), API, () -> {
            try {
                String answer = client.raw("/readyz");
                return "ok".equals(answer) ? Optional.empty() : Optional.of("it says " + answer);
            } catch (KubernetesClientException e) {
                return Optional.of(reason(e));
            }
        });
    }

    /** Writes the objects; objects of types that are written along with them wait until the API server knows the types. */
    void apply(Map<String, String> manifests) {
        Parallel.each(manifests.entrySet(), manifest -> apply(manifest.getKey(), manifest.getValue()));
    }

    private void apply(String name, String text) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            String what = object.getKind() + " " + object.getMetadata().getName();
            Await.until("the API server takes " + what + " of " + name, API, () -> {
                try {
                    client.resource(object)
                            .fieldManager("parallax-lab")
                            .forceConflicts()
                            .serverSideApply();
                    return Optional.empty();
                } catch (KubernetesClientException e) {
                    // No code: the server could not be reached, or has not yet told of the type.
                    boolean later = e.getCode() <= 0 || e.getCode() == 404 || e.getCode() >= 500;
                    if (!later) {
                        throw new LabException("the API server refuses " + what + ": " + reason(e), e);
                    }
                    return Optional.of(reason(e));
                }
            });
        }
    }

    /** Waits until the cluster's own pods on these nodes, which were started again after that moment, run again. */
    void awaitRestarted(Set<String> nodes, Instant since) {
        if (nodes.isEmpty()) {
            return;
        }
        // The API tells when a container was started to the second.
        Instant earliest = since.truncatedTo(ChronoUnit.SECONDS);
        Await.until("the cluster's pods run again", READY, () -> {
            try {
                String old = NAMESPACES.stream()
                        .flatMap(namespace -> client.pods().inNamespace(namespace).list().getItems().stream())
                        .filter(pod ->
                                nodes.contains(String.valueOf(pod.getSpec().getNodeName())))
                        .filter(pod -> !runsSince(pod, earliest))
                        .map(pod -> pod.getMetadata().getName())
                        .sorted()
                        .collect(joining(", "));
                return old.isEmpty() ? Optional.empty() : Optional.of("nothing of " + old);
            } catch (KubernetesClientException e) {
                return Optional.of(reason(e));
            }
        });
    }

    static boolean runsSince(Pod pod, Instant earliest) {
        List<ContainerStatus> containers =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> container.getState() != null
                                && container.getState().getRunning() != null
                                && !Instant.parse(container
                                                .getState()
                                                .getRunning()
                                                .getStartedAt())
                                        .isBefore(earliest));
    }

    void awaitWhole() {
        Await.until("the cluster is whole", READY, () -> {
            List<String> missing = missing();
            return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
        });
    }

    /** What keeps the cluster from being whole, one phrase each; empty when it is. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        try {
            Map<String, Node> nodes = nodes();
            for (ClusterLayout.Host worker : ClusterLayout.WORKERS) {
                Node node = nodes.get(worker.name());
                if (node == null || !Nodes.isUsable(node)) {
                    missing.add(worker.name() + " is not ready");
                }
            }
            for (String namespace : NAMESPACES) {
                for (DaemonSet set :
                        client.apps().daemonSets().inNamespace(namespace).list().getItems()) {
                    int wanted = ClusterLayout.WORKERS.size();
                    boolean seen = set.getStatus() != null
                            && Objects.equals(
                                    set.getStatus().getObservedGeneration(),
                                    set.getMetadata().getGeneration());
                    int ready = seen && set.getStatus().getNumberReady() != null
                            ? set.getStatus().getNumberReady()
                            : 0;
                    int updated = seen && set.getStatus().getUpdatedNumberScheduled() != null
                            ? set.getStatus().getUpdatedNumberScheduled()
                            : 0;
                    if (Math.min(ready, updated) < wanted) {
                        missing.add(set.getMetadata().getName() + " has " + Math.min(ready, updated) + " of " + wanted
                                + " pods ready");
                    }
                }
                for (Deployment deployment : client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .list()
                        .getItems()) {
                    boolean seen = deployment.getStatus() != null
                            && Objects.equals(
                                    deployment.getStatus().getObservedGeneration(),
                                    deployment.getMetadata().getGeneration());
                    Integer ready = seen ? deployment.getStatus().getReadyReplicas() : null;
                    Integer updated = seen ? deployment.getStatus().getUpdatedReplicas() : null;
                    if (ready == null || updated == null || ready < 1 || updated < 1) {
                        missing.add(deployment.getMetadata().getName() + " has no ready pod");
                    }
                }
            }
            if (client.storage().v1().storageClasses().withName("local-path").get() == null) {
                missing.add("there is no storage class");
            }
        } catch (KubernetesClientException e) {
            missing.add("the API server does not answer (" + reason(e) + ")");
        }
        return missing;
    }

    /** Each node by its name. */
    Map<String, Node> nodes() {
        Map<String, Node> nodes = new java.util.TreeMap<>();
        client.nodes()
                .list()
                .getItems()
                .forEach(node -> nodes.put(node.getMetadata().getName(), node));
        return nodes;
    }

    static String reason(KubernetesClientException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
