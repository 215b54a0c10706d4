package dev.parallax.kubernetes.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where manifests go, where other applications are (by their names; absent: in namespaces of their own), the class of storage their claims
 * ask for (absent: the cluster's default), the Secrets that images are pulled with, and how containers drain.
 */
public record ManifestOptions(
        String namespace,
        Map<String, String> namespacesOf,
        Optional<String> storageClass,
        List<String> imagePullSecrets,
        Draining draining) {
    public ManifestOptions {
        namespacesOf = Map.copyOf(namespacesOf);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    public static ManifestOptions inNamespace(String namespace) {
        return new ManifestOptions(namespace, Map.of(), Optional.empty(), List.of(), Draining.SLEEPING);
    }

    /** The namespace of another application. */
    String namespaceOf(String application) {
        return namespacesOf.getOrDefault(application, application);
    }

    /** How a container waits until requests are no longer led to it. */
    public enum Draining {
        /** The kubelet sleeps before it sends the signal: clusters from 1.30 on. */
        SLEEPING,
        /** Not at all: older clusters refuse a pod that asks for it. */
        NONE
    }
}
