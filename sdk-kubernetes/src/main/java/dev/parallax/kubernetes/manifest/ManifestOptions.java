package dev.parallax.kubernetes.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where manifests go, where other applications are (by their names; absent: in namespaces of their own), the class of storage their claims
 * ask for (absent: the cluster's default), the Secrets that images are pulled with, and the version of the cluster.
 */
public record ManifestOptions(
        String namespace,
        Map<String, String> namespacesOf,
        Optional<String> storageClass,
        List<String> imagePullSecrets,
        ClusterVersion version) {
    public ManifestOptions {
        namespacesOf = Map.copyOf(namespacesOf);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    public static ManifestOptions inNamespace(String namespace) {
        return inNamespace(namespace, ClusterVersion.CURRENT);
    }

    static ManifestOptions inNamespace(String namespace, ClusterVersion version) {
        return new ManifestOptions(namespace, Map.of(), Optional.empty(), List.of(), version);
    }

    /** The namespace of another application. */
    String namespaceOf(String application) {
        return namespacesOf.getOrDefault(application, application);
    }
}
