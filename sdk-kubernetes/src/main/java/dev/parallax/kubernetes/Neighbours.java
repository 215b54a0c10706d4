package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /**
     * An object that is there and has not the application's label is a {@link BackendException} that names it and whose it is; so is a
     * controller of the other kind, in whose place a role's would be put.
     */
    void refuseTaken(String namespace, String application, Collection<HasMetadata> wanted) {
        taken(namespace, application, wanted).stream().findFirst().ifPresent(object -> {
            throw refused(application, object);
        });
    }

    /** What is there in the places of what is wanted, and has not the application's label. */
    List<HasMetadata> taken(String namespace, String application, Collection<HasMetadata> wanted) {
        Map<Class<? extends HasMetadata>, Set<String>> names = new LinkedHashMap<>();
        for (HasMetadata object : wanted) {
            if (object.getMetadata().getNamespace() != null) {
                kinds(object).forEach(kind -> names.computeIfAbsent(kind, key -> new TreeSet<>())
                        .add(object.getMetadata().getName()));
            }
        }
        List<HasMetadata> found = new ArrayList<>();
        names.forEach((kind, taken) -> live(namespace, kind).stream()
                .filter(object -> taken.contains(object.getMetadata().getName()))
                .filter(object -> !application.equals(StatusReader.label(object, Names.APPLICATION)))
                .forEach(found::add));
        return found;
    }

    /** Whether the two cannot be there side by side. */
    static boolean isInPlaceOf(HasMetadata wanted, HasMetadata live) {
        return wanted.getMetadata().getNamespace() != null
                && wanted.getMetadata().getName().equals(live.getMetadata().getName())
                && kinds(wanted).contains(live.getClass());
    }

    private static List<Class<? extends HasMetadata>> kinds(HasMetadata object) {
        return object instanceof Deployment || object instanceof StatefulSet
                ? List.of(Deployment.class, StatefulSet.class)
                : List.of(object.getClass());
    }

    private static BackendException refused(String application, HasMetadata object) {
        String owner = StatusReader.label(object, Names.APPLICATION);
        return new BackendException("kubernetes: " + Cluster.describe(object)
                + (owner.isEmpty() ? " is there and is no application's" : " belongs to application " + owner)
                + ", and application " + application + " has one of that name, too; rename one, or give "
                + (owner.isEmpty() ? "the application" : "each application") + " a namespace of its own"
                + (owner.isEmpty() ? "; `parallax adopt` shows what taking it over would change" : ""));
    }

    private <T extends HasMetadata> List<T> live(String namespace, Class<T> kind) {
        return cluster.call("list " + HasMetadata.getPlural(kind) + " in " + namespace, () -> cluster.client()
                .resources(kind)
                .inNamespace(namespace)
                .list()
                .getItems());
    }

    /** Something in a namespace, of whatever kind, that is not the application's, and that nothing else there owns; by kind and name. */
    Optional<String> first(String namespace, String application) {
        Set<String> looked = new HashSet<>();
        return versions()
                .flatMap(version -> resources(version)
                        .filter(resource -> looked.add(group(version) + "/" + resource.getName()))
                        .map(resource -> context(version, resource)))
                .flatMap(kind -> first(kind, namespace, application).stream())
                .findFirst();
    }

    /** Every group in each of its versions: not all have all kinds. */
    private Stream<String> versions() {
        APIGroupList groups = cluster.call(
                "ask for the cluster's kinds", () -> cluster.client().getApiGroups());
        return Stream.concat(
                Stream.of("v1"),
                groups.getGroups().stream()
                        .flatMap(group -> group.getVersions().stream())
                        .map(version -> version.getGroupVersion()));
    }

    private static String group(String version) {
        return version.substring(0, Math.max(0, version.indexOf('/')));
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

    private Optional<String> first(ResourceDefinitionContext kind, String namespace, String application) {
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
                .filter(object -> !ALWAYS_THERE.contains(
                        object.getKind() + "/" + object.getMetadata().getName()))
                .findFirst()
                .map(Cluster::describe);
    }
}
