package dev.parallax.cli;

import dev.parallax.kubernetes.KubernetesSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kubernetes cluster, and what an application gets of it that its definition does not say. */
final class KubernetesOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the Kubernetes cluster (default: $KUBECONFIG, then the config in ~/.kube).")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of the kubeconfig (default: its current one).")
    @Nullable
    String context;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The namespace to work in (default: one of the application's own, by its name).")
    @Nullable
    String namespace;

    @Option(
            names = "--namespace-of",
            paramLabel = "APPLICATION=NAMESPACE",
            description =
                    "Where another application is whose services are used (default: in a namespace of its own, by its name);"
                            + " may be repeated.")
    Map<String, String> namespacesOf = Map.of();

    @Option(
            names = "--storage-class",
            paramLabel = "NAME",
            description = "The class of storage that is kept (default: the cluster's default class).")
    @Nullable
    String storageClass;

    @Option(
            names = "--image-pull-secret",
            paramLabel = "NAME",
            description = "A Secret of the namespace that pods pull their images with; may be repeated.")
    List<String> pullSecrets = List.of();

    /** Which of these options are given. */
    Map<String, Boolean> given() {
        return Map.of(
                "--kubeconfig",
                kubeconfig != null,
                "--context",
                context != null,
                "--namespace",
                namespace != null,
                "--namespace-of",
                !namespacesOf.isEmpty(),
                "--storage-class",
                storageClass != null,
                "--image-pull-secret",
                !pullSecrets.isEmpty());
    }

    void addTo(ShellCommand command) {
        BackendOptions.option(command, "--kubeconfig", kubeconfig);
        BackendOptions.option(command, "--context", context);
        BackendOptions.option(command, "--namespace", namespace);
        namespacesOf.forEach((application, other) -> command.option("--namespace-of", application + "=" + other));
        BackendOptions.option(command, "--storage-class", storageClass);
        pullSecrets.forEach(secret -> command.option("--image-pull-secret", secret));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (kubeconfig != null) {
            settings.put("kubeconfig", BackendOptions.readable(kubeconfig).toString());
        }
        put(settings, "context", context);
        put(settings, "namespace", namespace);
        put(
                settings,
                KubernetesSettings.NAMESPACES_OF,
                namespacesOf.isEmpty() ? null : KubernetesSettings.namespaces(namespacesOf));
        put(settings, "storage-class", storageClass);
        put(settings, "image-pull-secrets", pullSecrets.isEmpty() ? null : String.join(",", pullSecrets));
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
