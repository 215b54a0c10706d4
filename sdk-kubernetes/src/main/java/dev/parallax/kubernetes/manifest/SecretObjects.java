package dev.parallax.kubernetes.manifest;

import dev.parallax.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A secret's value as a Kubernetes Secret, and back. A single text is under {@value #VALUE}, a key under its file name. */
public final class SecretObjects {
    /** The key of a single text. */
    public static final String VALUE = "value";

    private SecretObjects() {}

    public static Secret of(String application, String namespace, String name, SecretValue value) {
        Map<String, String> texts = new LinkedHashMap<>();
        value.forEach((key, text) -> texts.put(key.isEmpty() ? VALUE : key, text));
        return of(namespace, name, Names.labels(application, Names.SECRET, name), texts);
    }

    static Secret of(String namespace, String name, Map<String, String> labels, Map<String, String> texts) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withType("Opaque")
                .withData(encoded(texts))
                .build();
    }

    /** The value a Secret holds; empty when it holds none. */
    public static Optional<SecretValue> value(Secret secret) {
        Map<String, String> texts = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData().forEach((key, data) -> texts.put(key, decoded(data)));
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        String single = texts.size() == 1 ? texts.get(VALUE) : null;
        return Optional.of(single != null ? new SecretValue.Single(single) : new SecretValue.Keys(texts));
    }

    static String decoded(String data) {
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private static Map<String, String> encoded(Map<String, String> texts) {
        Map<String, String> data = new LinkedHashMap<>();
        texts.forEach((key, text) ->
                data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return data;
    }
}
