package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The cluster's nodes: which pods of applications each carries, and which of them are unschedulable. For whoever may see nodes. */
final class ClusterHosts {
    private final Cluster cluster;
    private final Optional<String> namespace;

    /** @param namespace where all applications are; empty: each in a namespace of its own name */
    ClusterHosts(Cluster cluster, Optional<String> namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    List<HostStatus> list() {
        List<Pod> pods = cluster
                .call(
                        "list pods of applications",
                        () -> namespace.isPresent()
                                ? cluster.client()
                                        .pods()
                                        .inNamespace(namespace.get())
                                        .withLabel(Names.ROLE)
                                        .list()
                                        .getItems()
                                : cluster.client()
                                        .pods()
                                        .inAnyNamespace()
                                        .withLabel(Names.ROLE)
                                        .list()
                                        .getItems())
                .stream()
                .filter(pod -> !PodState.isOver(pod) && isOurs(pod))
                .toList();
        return nodes().stream()
                .sorted(Comparator.comparing(ClusterHosts::name))
                .map(node -> status(node, pods))
                .toList();
    }

    boolean isOurs(Pod pod) {
        return pod.getMetadata().getNamespace().equals(namespace.orElse(StatusReader.label(pod, Names.APPLICATION)));
    }

    private List<Node> nodes() {
        return cluster.call("list nodes", () -> cluster.client().nodes().list().getItems());
    }

    private static HostStatus status(Node node, List<Pod> pods) {
        List<Resident> residents = pods.stream()
                .filter(pod -> name(node).equals(pod.getSpec().getNodeName()))
                .map(pod -> new Resident(
                        StatusReader.label(pod, Names.APPLICATION), StatusReader.label(pod, Names.ROLE), name(pod)))
                .toList();
        Optional<String> address = node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getAddresses().stream()
                        .filter(found -> "InternalIP".equals(found.getType()))
                        .map(NodeAddress::getAddress)
                        .findFirst();
        return new HostStatus(
                name(node),
                address,
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
                StatusReader.isReady(node),
                Optional.empty(),
                isCordoned(node),
                residents);
    }

    private static boolean isCordoned(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    /** As {@code kubectl cordon} and {@code uncordon} do it. */
    void cordon(String host, boolean cordoned) {
        List<Node> nodes = nodes();
        Node node = nodes.stream()
                .filter(found -> name(found).equals(host))
                .findFirst()
                .orElseThrow(() -> new BackendException("kubernetes: there is no node '" + host + "'; there are "
                        + String.join(
                                ", ",
                                nodes.stream().map(ClusterHosts::name).sorted().toList())));
        if (isCordoned(node) != cordoned) {
            cluster.run((cordoned ? "cordon " : "uncordon ") + Cluster.describe(node), () -> cluster.client()
                    .nodes()
                    .withName(host)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"unschedulable\":" + (cordoned ? "true" : "null") + "}}"));
        }
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
