package dev.parallax.kubernetes;

import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;

/** Asks the API server for everything of one application, so that an answer is never older than the question. */
final class ViewReader {
    private final Cluster cluster;

    ViewReader(Cluster cluster) {
        this.cluster = cluster;
    }

    ClusterView read(String namespace, String application) {
        return new ClusterView(
                ClusterView.Recorded.in(list(namespace, application, ConfigMap.class)),
                list(namespace, application, Pod.class),
                list(namespace, application, EndpointSlice.class),
                list(namespace, application, Service.class),
                list(namespace, application, Job.class),
                list(namespace, application, Deployment.class),
                list(namespace, application, StatefulSet.class),
                nodes());
    }

    /** The objects of one kind that belong to an application. */
    <T extends HasMetadata> List<T> list(String namespace, String application, Class<T> kind) {
        return cluster.call("list " + HasMetadata.getPlural(kind) + " in " + namespace, () -> select(
                        cluster.client(), namespace, application, kind)
                .list()
                .getItems());
    }

    static <T extends HasMetadata> FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> select(
            KubernetesClient client, String namespace, String application, Class<T> kind) {
        return client.resources(kind).inNamespace(namespace).withLabel(Names.APPLICATION, application);
    }

    /** None where the user may not see nodes: then a lost host shows only by its pods. */
    private List<Node> nodes() {
        try {
            return cluster.call(
                    "list nodes", () -> cluster.client().nodes().list().getItems());
        } catch (ApiException e) {
            if (e.isForbidden()) {
                return List.of();
            }
            throw e;
        }
    }
}
