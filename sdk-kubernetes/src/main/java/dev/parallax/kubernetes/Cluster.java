package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection to one cluster: requests that are bounded in time and whose failures say what was asked for. */
final class Cluster implements AutoCloseable {
    private static final Set<String> CONTROLLERS = Set.of("Deployment", "StatefulSet", "Job");
    private static final int OLDEST_MINOR = 28;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int RETRIES = 1;
    private static final int RETRY_MILLIS = 100;
    private static final int RECONNECT_MILLIS = 100;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(4);

    private final KubernetesClient client;
    private final ApiErrors errors;
    private final Duration requestTimeout;
    private int minorVersion;

    private Cluster(KubernetesClient client, Duration requestTimeout) {
        this.client = client;
        this.errors = new ApiErrors(client.getMasterUrl().toString());
        this.requestTimeout = requestTimeout;
    }

    /** Connects and asks for the version, so that a wrong address or credential shows at once. */
    static Cluster connect(KubernetesSettings settings) {
        Config config = config(settings);
        Cluster cluster = new Cluster(
                new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientFactory(new JdkHttpClientFactory())
                        .build(),
                settings.requestTimeout());
        try {
            cluster.requireVersion();
        } catch (BackendException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static Config config(KubernetesSettings settings) {
        Config base = settings.kubeconfig()
                .map(path -> fromFile(path, settings.context().orElse(null)))
                .orElseGet(() -> Config.autoConfigure(settings.context().orElse(null)));
        settings.context().ifPresent(context -> {
            if (base.getCurrentContext() == null
                    || !context.equals(base.getCurrentContext().getName())) {
                throw new BackendException("kubernetes: the kubeconfig has no context '" + context + "'");
            }
        });
        return new ConfigBuilder(base)
                .withRequestTimeout((int) settings.requestTimeout().toMillis())
                .withConnectionTimeout((int) Math.min(
                        CONNECT_LIMIT.toMillis(), settings.requestTimeout().toMillis()))
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .withWatchReconnectInterval(RECONNECT_MILLIS)
                .withWatchReconnectLimit(-1)
                .build();
    }

    private static Config fromFile(Path path, @Nullable String context) {
        if (!Files.isReadable(path)) {
            throw new BackendException("kubernetes: cannot read the kubeconfig " + path);
        }
        try {
            return Config.fromKubeconfig(context, path.toFile());
        } catch (RuntimeException e) {
            throw new BackendException("kubernetes: " + path + " is not a kubeconfig: " + firstLine(e), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The minor version of a cluster of version 1. */
    int minorVersion() {
        return minorVersion;
    }

    private void requireVersion() {
        VersionInfo version = call("ask for the cluster's version", client::getKubernetesVersion);
        if (version == null) {
            throw new BackendException("kubernetes: " + client.getMasterUrl() + " is not a Kubernetes API server");
        }
        minorVersion = Integer.parseInt("0" + version.getMinor().replaceAll("\\D.*", ""));
        if ("1".equals(version.getMajor()) && minorVersion < OLDEST_MINOR) {
            throw new BackendException("kubernetes: the cluster is " + version.getGitVersion() + "; 1." + OLDEST_MINOR
                    + " or later is needed");
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

    <T extends @Nullable Object> T call(String what, Supplier<T> request) {
        return errors.call(what, request);
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
        client.close();
    }
}
