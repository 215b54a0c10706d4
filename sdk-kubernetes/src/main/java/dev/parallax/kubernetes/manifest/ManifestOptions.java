package dev.parallax.kubernetes.manifest;

import java.util.Optional;

/** Where manifests go, and the class of storage their claims ask for; absent: the cluster's default. */
public record ManifestOptions(String namespace, Optional<String> storageClass) {
    public static ManifestOptions inNamespace(String namespace) {
        return new ManifestOptions(namespace, Optional.empty());
    }
}
