package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What else there is in an application's namespace: nothing of it is taken over or removed. */
final class Neighbours {
    /** Told by the cluster itself, of what is there or was. */
    private static final Set<String> TOLD = Set.of("events", "endpoints");
    /** In every namespace, made by the cluster itself. */
    private static final Set<String> ALWAYS_THERE = Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default");

    private final Cluster cluster;

    Neighbours(Cluster cluster) {
        this.cluster = cluster;
    }

    /** An object that belongs to another application is a {@link BackendException} that names both. */
    void refuseTaken(String namespace, String application, Collection<HasMetadata> wanted) {
        Map<Class<? extends HasMetadata>, List<HasMetadata>> byKind = wanted.stream()
                .collect(Collectors.groupingBy(HasMetadata::getClass, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, objects) -> {
            if (objects.get(0).getMetadata().getNamespace() != null) {
                Map<String, HasMetadata> taken = ofOthers(namespace, application, kind);
                objects.forEach(object -> refuse(application, object, taken));
            }
        });
    }

    private static void refuse(String application, HasMetadata object, Map<String, HasMetadata> taken) {
        HasMetadata other = taken.get(object.getMetadata().getName());
        if (other != null) {
            throw new BackendException("kubernetes: " + Cluster.describe(object) + " belongs to application "
                    + StatusReader.label(other, Names.APPLICATION) + ", and application " + application
                    + " has one of that name, too; rename one, or give each application a namespace of its own");
        }
    }

    private <T extends HasMetadata> Map<String, HasMetadata> ofOthers(
            String namespace, String application, Class<T> kind) {
        return cluster
                .call("list " + HasMetadata.getPlural(kind) + " in " + namespace, () -> cluster.client()
                        .resources(kind)
                        .inNamespace(namespace)
                        .withLabel(Names.APPLICATION)
                        .withLabelNotIn(Names.APPLICATION, application)
                        .list()
                        .getItems())
                .stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), object -> object));
    }

    /** Whether a namespace holds anything of any kind that is not the application's, and that nothing else there owns. */
    boolean areThere(String namespace, String application) {
        return versions()
                .flatMap(version -> resources(version).map(resource -> context(version, resource)))
                .anyMatch(kind -> hasAny(kind, namespace, application));
    }

    /** Each group in the version that the cluster prefers. */
    private Stream<String> versions() {
        APIGroupList groups = cluster.call(
                "ask for the cluster's kinds", () -> cluster.client().getApiGroups());
        return Stream.concat(
                Stream.of("v1"),
                groups.getGroups().stream()
                        .map(APIGroup::getPreferredVersion)
                        .filter(Objects::nonNull)
                        .map(version -> version.getGroupVersion()));
    }

    private Stream<APIResource> resources(String version) {
        APIResourceList list = cluster.call(
                "ask for the kinds of " + version, () -> cluster.client().getApiResources(version));
        return list == null
                ? Stream.of()
                : list.getResources().stream()
                        .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
                        .filter(resource -> resource.getVerbs().containsAll(List.of("list", "delete")))
                        .filter(resource -> !TOLD.contains(resource.getName()));
    }

    private static ResourceDefinitionContext context(String version, APIResource resource) {
        int slash = version.indexOf('/');
        ResourceDefinitionContext.Builder context = new ResourceDefinitionContext.Builder()
                .withVersion(version.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(true);
        return (slash < 0 ? context : context.withGroup(version.substring(0, slash))).build();
    }

    private boolean hasAny(ResourceDefinitionContext kind, String namespace, String application) {
        List<GenericKubernetesResource> found =
                cluster.call("list " + kind.getPlural() + " in " + namespace, () -> cluster.client()
                        .genericKubernetesResources(kind)
                        .inNamespace(namespace)
                        .list()
                        .getItems());
        return found.stream()
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .filter(object -> object.getMetadata().getOwnerReferences().isEmpty())
                .filter(object -> !application.equals(StatusReader.label(object, Names.APPLICATION)))
                .anyMatch(object -> !ALWAYS_THERE.contains(
                        object.getKind() + "/" + object.getMetadata().getName()));
    }
}
