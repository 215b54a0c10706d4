package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.kubernetes.manifest.ClusterVersion;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection to one cluster: requests that are bounded in time and whose failures say what was asked for. */
final class Cluster implements AutoCloseable {
    private static final Set<String> CONTROLLERS = Set.of("Deployment", "StatefulSet", "Job");
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final ApiErrors errors;
    private final Duration requestTimeout;
    private int minorVersion;
    private final BoundedCalls bounded;

    private Cluster(KubernetesClient client, Duration requestTimeout) {
        this.client = client;
        this.errors = new ApiErrors(client.getMasterUrl().toString());
        this.requestTimeout = requestTimeout;
        // The client tries twice.
        this.bounded = new BoundedCalls(requestTimeout.multipliedBy(3));
    }

    /** Connects and asks for the version, so that a wrong address or credential shows at once. */
    static Cluster connect(KubernetesSettings settings) {
        Cluster cluster = new Cluster(client(Kubeconfig.of(settings)), settings.requestTimeout());
        try {
            cluster.requireVersion();
        } catch (BackendException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static KubernetesClient client(Config config) {
        try {
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientFactory(new JdkHttpClientFactory())
                    .build();
        } catch (KubernetesClientException e) {
            throw new InvalidSettingException(
                    "kubernetes: the certificates and keys of the kubeconfig cannot be used: " + ApiErrors.rootOf(e),
                    e);
        }
    }

    /** The minor version of a cluster of version 1. */
    int minorVersion() {
        return minorVersion;
    }

    private void requireVersion() {
        VersionInfo version = call("ask for the cluster's version", client::getKubernetesVersion);
        if (version == null || version.getMajor() == null || version.getMinor() == null) {
            throw new BackendException("kubernetes: " + client.getMasterUrl() + " is not a Kubernetes API server");
        }
        minorVersion = Integer.parseInt("0" + version.getMinor().replaceAll("\\D.*", ""));
        if ("1".equals(version.getMajor()) && minorVersion < ClusterVersion.OLDEST_MINOR) {
            throw new BackendException("kubernetes: the cluster is " + version.getGitVersion() + "; 1."
                    + ClusterVersion.OLDEST_MINOR + " or later is needed");
        }
    }

    KubernetesClient client() {
        return client;
    }

    ApiErrors errors() {
        return errors;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    /** One request, bounded in time as a whole. */
    <T extends @Nullable Object> T call(String what, Supplier<T> request) {
        return errors.call(what, () -> bounded.call(request));
    }

    void run(String what, Runnable request) {
        errors.run(what, request);
    }

    /** Makes the object as given, whoever else has had a say in the same fields. */
    <T extends HasMetadata> T apply(T object) {
        return call("apply " + describe(object), () -> client.resource(object)
                .fieldManager(Names.MANAGER)
                .forceConflicts()
                .serverSideApply());
    }

    /** Makes the object as given, unless somebody else has set one of its fields otherwise. */
    <T extends HasMetadata> T applyUnlessOwned(T object) {
        return call(
                "apply " + describe(object),
                () -> client.resource(object).fieldManager(Names.MANAGER).serverSideApply());
    }

    /** What {@link #applyUnlessOwned} would make of it. */
    <T extends HasMetadata> T dryRunUnlessOwned(T object) {
        return call("dry-run " + describe(object), () -> client.resource(object)
                .dryRun()
                .fieldManager(Names.MANAGER)
                .serverSideApply());
    }

    /** What {@link #apply} would make of it. */
    <T extends HasMetadata> T dryRun(T object) {
        return call("dry-run " + describe(object), () -> client.resource(object)
                .dryRun()
                .fieldManager(Names.MANAGER)
                .forceConflicts()
                .serverSideApply());
    }

    /** Makes the object unless there is one of that name; whether it was made. */
    boolean createIfAbsent(HasMetadata object) {
        return call("create " + describe(object), () -> {
            try {
                client.resource(object).create();
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() == CONFLICT) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** The live object of that kind and name. */
    <T extends HasMetadata> Optional<T> get(T object) {
        return call(
                "read " + describe(object),
                () -> Optional.ofNullable(client.resource(object).get()));
    }

    /** Deletes it; a controller stays until what it owns is gone. Deleting what is not there succeeds. */
    void delete(HasMetadata object) {
        // In the foreground an object without dependents, too, stays until the garbage collector has looked at it.
        DeletionPropagation propagation = CONTROLLERS.contains(object.getKind())
                ? DeletionPropagation.FOREGROUND
                : DeletionPropagation.BACKGROUND;
        call("delete " + describe(object), () -> {
            try {
                return client.resource(object)
                        .withPropagationPolicy(propagation)
                        .delete();
            } catch (KubernetesClientException e) {
                if (e.getCode() == NOT_FOUND) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    /** Deletes this very pod and no later one of its name; one that is gone is deleted already. */
    void deleteExactly(Pod pod) {
        String path = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        run("delete " + describe(pod), () -> {
            try {
                client.raw(path, "DELETE", options);
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
                    throw e;
                }
            }
        });
    }

    static String describe(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    @Override
    public void close() {
        bounded.close();
        client.close();
    }
}
