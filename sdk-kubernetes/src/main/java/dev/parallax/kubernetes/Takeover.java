package dev.parallax.kubernetes;

import dev.parallax.kubernetes.Adoption.Found;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes a Deployment out of somebody's hands without ending a pod. What selects its pods cannot be changed, so it is deleted without what it
 * owns; its ReplicaSets and pods have the labels by then that a Deployment of ours claims them by, as older revisions of its own. Whoever is
 * stopped on the way leaves ReplicaSets that go on, and that the next one finds by those labels.
 */
final class Takeover {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int NOT_FOUND = 404;

    private final Cluster cluster;
    private final ViewReader reader;

    Takeover(Cluster cluster, ViewReader reader) {
        this.cluster = cluster;
        this.reader = reader;
    }

    /** Takes over the Deployments that were found, and brings to an end what was begun before. */
    void run(String namespace, String application, List<Found> found) {
        for (Found each : found) {
            if (each.live() instanceof Deployment live && each.wanted() instanceof Deployment wanted) {
                mark(namespace, live, wanted);
                orphan(live);
            }
        }
        sets(namespace, application).stream()
                .filter(set -> set.getMetadata().getOwnerReferences().isEmpty())
                .forEach(set -> settle(namespace, set));
    }

    /** The services as they are to be as long as pods that were adopted answer for them. */
    List<HasMetadata> serving(String namespace, String application, Manifests manifests) {
        List<Deployment> deployments = manifests.all().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .toList();
        return OldPorts.serving(manifests.services(), deployments, sets(namespace, application));
    }

    private List<ReplicaSet> sets(String namespace, String application) {
        return reader.list(namespace, application, ReplicaSet.class);
    }

    /** Pods first: a set that is marked has them all. */
    private void mark(String namespace, Deployment live, Deployment wanted) {
        Map<String, String> labels =
                wanted.getSpec().getTemplate().getMetadata().getLabels();
        Set<String> owner = Set.of(live.getMetadata().getUid());
        for (ReplicaSet set : owned(list(namespace, ReplicaSet.class), owner)) {
            label(namespace, set, labels);
            patch(set, Map.of("metadata", Map.of("labels", labels)));
        }
    }

    private void label(String namespace, ReplicaSet set, Map<String, String> labels) {
        owned(list(namespace, Pod.class), Set.of(set.getMetadata().getUid())).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> patch(pod, Map.of("metadata", Map.of("labels", labels))));
    }

    /** Pods that it makes meanwhile have the labels, too. A Deployment would take a changed template for another's, so this is the last. */
    private void settle(String namespace, ReplicaSet set) {
        Map<String, String> labels = set.getMetadata().getLabels().entrySet().stream()
                .filter(label -> label.getKey().equals(Names.APPLICATION)
                        || label.getKey().equals(Names.ROLE)
                        || label.getKey().startsWith("app.kubernetes.io/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!set.getSpec().getTemplate().getMetadata().getLabels().entrySet().containsAll(labels.entrySet())) {
            patch(set, Map.of("spec", Map.of("template", Map.of("metadata", Map.of("labels", labels)))));
        }
        label(namespace, set, labels);
    }

    private void patch(HasMetadata object, Map<String, ?> merge) {
        cluster.call("adopt " + Cluster.describe(object), () -> {
            try {
                return cluster.client().resource(object).patch(MERGE, Serialization.asJson(merge));
            } catch (KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return object;
                }
                throw e;
            }
        });
    }

    /** Deletes this very one and leaves what it owns; returns when it is gone. */
    private void orphan(Deployment live) {
        Duration limit = cluster.requestTimeout();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy("Orphan")
                .withNewPreconditions()
                .withUid(live.getMetadata().getUid())
                .endPreconditions()
                .build();
        String path = "/apis/apps/v1/namespaces/" + live.getMetadata().getNamespace() + "/deployments/"
                + live.getMetadata().getName();
        cluster.run("take over " + Cluster.describe(live), () -> {
            try {
                cluster.client().raw(path, "DELETE", options);
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND) {
                    throw e;
                }
            }
            cluster.client()
                    .resource(live)
                    .waitUntilCondition(Objects::isNull, limit.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private <T extends HasMetadata> List<T> list(String namespace, Class<T> kind) {
        return cluster.call("list " + HasMetadata.getPlural(kind) + " in " + namespace, () -> cluster.client()
                .resources(kind)
                .inNamespace(namespace)
                .list()
                .getItems());
    }

    private static <T extends HasMetadata> List<T> owned(List<T> objects, Set<String> owners) {
        return objects.stream()
                .filter(object -> object.getMetadata().getOwnerReferences().stream()
                        .map(OwnerReference::getUid)
                        .anyMatch(owners::contains))
                .toList();
    }
}
