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
record Choices(Optional<String> storageClass, List<String> imagePullSecrets) {
    private static final String STORAGE_CLASS = "parallax.dev/storage-class";
    private static final String IMAGE_PULL_SECRETS = "parallax.dev/image-pull-secrets";

    static final Choices NONE = new Choices(Optional.empty(), List.of());

    Choices {
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    static Choices of(KubernetesSettings settings) {
        return new Choices(settings.storageClass(), settings.imagePullSecrets());
    }

    /** As noted on a revision. */
    static Choices of(ConfigMap record) {
        String secrets = StatusReader.annotation(record, IMAGE_PULL_SECRETS);
        return new Choices(
                Optional.of(StatusReader.annotation(record, STORAGE_CLASS)).filter(name -> !name.isEmpty()),
                secrets.isEmpty() ? List.of() : List.of(secrets.split(",")));
    }

    /** These, and where nothing is chosen, the others. */
    Choices or(Choices others) {
        return new Choices(
                storageClass.or(others::storageClass),
                imagePullSecrets.isEmpty() ? others.imagePullSecrets : imagePullSecrets);
    }

    /** The annotations that note them. */
    Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        storageClass.ifPresent(name -> annotations.put(STORAGE_CLASS, name));
        if (!imagePullSecrets.isEmpty()) {
            annotations.put(IMAGE_PULL_SECRETS, String.join(",", imagePullSecrets));
        }
        return annotations;
    }
}
