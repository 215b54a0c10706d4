package dev.parallax.kubernetes.manifest;

import dev.parallax.secret.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of an application's secrets by name, and the key under which digests of secret content are made. Never shown as
 * text.
 */
public record SecretMaterial(Map<String, SecretValue> values, String digestKey) {
    public SecretMaterial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    SecretValue value(String name) {
        SecretValue value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for secret '" + name + "'");
        }
        return value;
    }

    @Override
    public String toString() {
        return "SecretMaterial" + values.keySet();
    }
}
