package dev.parallax.kubernetes;

import dev.parallax.backend.Revision;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything of one application that the cluster held at one moment. Objects may be shared with a cache: they are only
 * read.
 */
record ClusterView(
        Recorded recorded,
        List<Pod> pods,
        List<EndpointSlice> endpoints,
        List<Service> services,
        List<Job> jobs,
        List<Deployment> deployments,
        List<StatefulSet> statefulSets,
        List<Node> nodes) {
    /**
     * What our own records say. {@code failure}: why the newest revision goes no further; {@code handedOver}: whether every part of it was
     * applied; {@code versions}: by the digest of a pod template, the version that last had it; {@code templates}: the digests of the newest
     * revision's.
     */
    record Recorded(
            Optional<Revision> revision,
            boolean deleting,
            boolean paused,
            Optional<String> failure,
            boolean handedOver,
            Map<String, String> versions,
            Set<String> templates) {
        /** The application's ConfigMaps, whatever else is among them. */
        static Recorded in(List<ConfigMap> records) {
            return new Recorded(
                    Revisions.latest(records),
                    DeletionMark.isIn(records),
                    Pause.isIn(records),
                    Revisions.failure(records),
                    Revisions.isHandedOver(records),
                    Revisions.versions(records),
                    Revisions.templates(records));
        }
    }

    /** What makes pods of roles. */
    Stream<HasMetadata> controllers() {
        return Stream.concat(deployments.stream(), statefulSets.stream());
    }
}
