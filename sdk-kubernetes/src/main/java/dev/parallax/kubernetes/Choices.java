package dev.parallax.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an application gets of a cluster that its definition does not say. Noted on its newest revision, so that whoever scales it or rolls
 * it back need not know how it was applied.
 */
record Choices(Map<String, String> namespacesOf, Optional<String> storageClass, List<String> imagePullSecrets) {
    private static final String NAMESPACES_OF = "parallax.dev/namespaces-of";
    private static final String STORAGE_CLASS = "parallax.dev/storage-class";
    private static final String IMAGE_PULL_SECRETS = "parallax.dev/image-pull-secrets";

    static final Choices NONE = new Choices(Map.of(), Optional.empty(), List.of());

    Choices {
        namespacesOf = Map.copyOf(namespacesOf);
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    static Choices of(KubernetesSettings settings) {
        return new Choices(settings.namespacesOf(), settings.storageClass(), settings.imagePullSecrets());
    }

    /** As noted on a revision. */
    static Choices of(ConfigMap record) {
        String secrets = StatusReader.annotation(record, IMAGE_PULL_SECRETS);
        String namespaces = StatusReader.annotation(record, NAMESPACES_OF);
        return new Choices(
                namespaces.isEmpty() ? Map.of() : KubernetesSettings.namespaces(namespaces),
                Optional.of(StatusReader.annotation(record, STORAGE_CLASS)).filter(name -> !name.isEmpty()),
                secrets.isEmpty() ? List.of() : List.of(secrets.split(",")));
    }

    /** These, and where nothing is chosen, the others. */
    Choices or(Choices others) {
        Map<String, String> namespaces = new TreeMap<>(others.namespacesOf);
        namespaces.putAll(namespacesOf);
        return new Choices(
                namespaces,
                storageClass.or(others::storageClass),
                imagePullSecrets.isEmpty() ? others.imagePullSecrets : imagePullSecrets);
    }

    /** The annotations that note them. */
    Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        if (!namespacesOf.isEmpty()) {
            annotations.put(NAMESPACES_OF, KubernetesSettings.namespaces(namespacesOf));
        }
        storageClass.ifPresent(name -> annotations.put(STORAGE_CLASS, name));
        if (!imagePullSecrets.isEmpty()) {
            annotations.put(IMAGE_PULL_SECRETS, String.join(",", imagePullSecrets));
        }
        return annotations;
    }
}
