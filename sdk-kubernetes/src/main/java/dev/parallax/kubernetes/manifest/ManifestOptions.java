package dev.parallax.kubernetes.manifest;

import java.util.List;
import java.util.Optional;

/**
 * Where manifests go, the class of storage their claims ask for (absent: the cluster's default), the Secrets that images are pulled with,
 * and how containers drain.
 */
public record ManifestOptions(
        String namespace, Optional<String> storageClass, List<String> imagePullSecrets, Draining draining) {
    public ManifestOptions {
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    public static ManifestOptions inNamespace(String namespace) {
        return new ManifestOptions(namespace, Optional.empty(), List.of(), Draining.SLEEPING);
    }

    /** How a container waits until requests are no longer led to it. */
    public enum Draining {
        /** The kubelet sleeps before it sends the signal: clusters from 1.30 on. */
        SLEEPING,
        /** Not at all: older clusters refuse a pod that asks for it. */
        NONE
    }
}
