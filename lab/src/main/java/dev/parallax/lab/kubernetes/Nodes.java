package dev.parallax.lab.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;

/** What the API says of nodes and pods, in short. */
final class Nodes {
    /** How Kubernetes marks a node that somebody has cordoned. */
    private static final String CORDONED = "node.kubernetes.io/unschedulable";

    private Nodes() {}

    /** Ready, and nothing keeps pods away but the wish of whoever cordoned it. */
    static boolean isUsable(Node node) {
        boolean ready = node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
        return ready
                && node.getSpec().getTaints().stream()
                        .allMatch(taint -> taint.getKey().equals(CORDONED));
    }

    static boolean isCordoned(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    /** Ready and to stay, or done for good. */
    static boolean isSettled(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return false;
        }
        String phase = pod.getStatus().getPhase();
        return "Succeeded".equals(phase)
                || "Failed".equals(phase)
                || pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
