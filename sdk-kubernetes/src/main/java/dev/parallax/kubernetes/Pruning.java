package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what carries the application's labels and is no longer in its definition. Kept storage is never among it; neither are
 * the Jobs of versions one may still roll back to, so that their steps do not run twice, nor files that a replica still uses.
 */
final class Pruning {
    private final ViewReader reader;
    private final Revisions revisions;

    Pruning(ViewReader reader, Revisions revisions) {
        this.reader = reader;
        this.revisions = revisions;
    }

    /** What the definition no longer has, in the order in which it should go: controllers before what they use. */
    List<HasMetadata> removed(String namespace, String application, Manifests wanted) {
        Set<String> present = new HashSet<>();
        wanted.all().forEach(object -> present.add(key(object)));
        List<HasMetadata> removed = new ArrayList<>();
        add(removed, present, reader.list(namespace, application, Service.class));
        removed.addAll(slices(namespace, application, wanted, present));
        add(removed, present, reader.list(namespace, application, Deployment.class));
        add(removed, present, reader.list(namespace, application, StatefulSet.class));
        add(removed, present, reader.list(namespace, application, PodDisruptionBudget.class));
        add(removed, present, oldJobs(namespace, application));
        Set<String> used = filesInUse(namespace, application);
        reader.list(namespace, application, ConfigMap.class).stream()
                .filter(object -> !StatusReader.label(object, Names.CONFIGURES).isEmpty())
                .filter(object -> !used.contains(object.getMetadata().getName()))
                .filter(object -> !present.contains(key(object)))
                .forEach(removed::add);
        reader.list(namespace, application, Secret.class).stream()
                .filter(object -> !used.contains(object.getMetadata().getName()))
                .filter(object -> !SecretStore.DIGEST_KEY.equals(StatusReader.label(object, Names.SECRET)))
                .filter(object -> !present.contains(key(object)))
                .forEach(removed::add);
        return removed;
    }

    /**
     * Ours that are not wanted any more; and those of the cluster of services that had a role before and now lead outside: without a selector
     * nobody looks after them.
     */
    private List<EndpointSlice> slices(String namespace, String application, Manifests wanted, Set<String> present) {
        Set<String> outside = wanted.services().stream()
                .filter(object -> object instanceof Service service
                        && service.getSpec().getSelector().isEmpty())
                .map(service -> service.getMetadata().getName())
                .collect(Collectors.toSet());
        return reader.list(namespace, application, EndpointSlice.class).stream()
                .filter(slice -> Names.MANAGER.equals(StatusReader.label(slice, Names.SLICE_MANAGER))
                        || outside.contains(StatusReader.label(slice, Names.SLICE_SERVICE)))
                .filter(slice -> !present.contains(key(slice)))
                .toList();
    }

    private List<Job> oldJobs(String namespace, String application) {
        Set<String> versions = new HashSet<>();
        revisions
                .records(namespace, application)
                .forEach(record -> versions.add(StatusReader.annotation(record, Names.VERSION)));
        return reader.list(namespace, application, Job.class).stream()
                .filter(job -> !versions.contains(StatusReader.annotation(job, Names.VERSION)))
                .toList();
    }

    private Set<String> filesInUse(String namespace, String application) {
        Set<String> used = new HashSet<>();
        reader.list(namespace, application, Pod.class).forEach(pod -> add(used, pod.getSpec()));
        reader.list(namespace, application, ReplicaSet.class)
                .forEach(set -> add(used, set.getSpec().getTemplate().getSpec()));
        reader.list(namespace, application, StatefulSet.class)
                .forEach(set -> add(used, set.getSpec().getTemplate().getSpec()));
        return used;
    }

    private static void add(Set<String> used, PodSpec pod) {
        pod.getVolumes().forEach(volume -> {
            if (volume.getConfigMap() != null) {
                used.add(volume.getConfigMap().getName());
            }
            if (volume.getSecret() != null) {
                used.add(volume.getSecret().getSecretName());
            }
        });
        pod.getContainers().forEach(container -> container.getEnv().forEach(variable -> {
            if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
                used.add(variable.getValueFrom().getSecretKeyRef().getName());
            }
        }));
    }

    private static void add(List<HasMetadata> removed, Set<String> present, List<? extends HasMetadata> live) {
        live.stream().filter(object -> !present.contains(key(object))).forEach(removed::add);
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
