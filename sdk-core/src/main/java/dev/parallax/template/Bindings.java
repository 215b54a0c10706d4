package dev.parallax.template;

import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import dev.parallax.secret.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables of a template and their values: {@code application.name}, {@code application.version}, {@code
 * service.NAME.host}, {@code service.NAME.port.PORT}, {@code secret.NAME} ({@code secret.NAME.KEY} for a set of keys) and
 * {@code captured.NAME}. Never shown as text, for some values are secret.
 */
public final class Bindings {
    /** What stands for a secret where it must not be shown. */
    public static final String MASK = SecretValue.MASK;

    private static final int MOST_KEYS = 100;

    private final Map<String, String> values;

    private Bindings(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** What the definition itself says: the application and its services. A service's host is its bare name. */
    public static Bindings of(Application application) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("application.name", application.name());
        values.put("application.version", application.version());
        application.services().forEach((name, service) -> {
            values.put("service." + name + ".host", name);
            service.ports()
                    .forEach((port, number) ->
                            values.put("service." + name + ".port." + port, Integer.toString(number.port())));
        });
        return new Bindings(values);
    }

    /** These and the values of secrets, by name. */
    public Bindings withSecrets(Map<String, SecretValue> secrets) {
        Map<String, String> more = new LinkedHashMap<>(values);
        secrets.forEach((name, value) -> value.forEach((key, text) -> more.put(secretVariable(name, key), text)));
        return new Bindings(more);
    }

    /** These and a mask in place of each secret: for plans and for checking templates. */
    public Bindings withMaskedSecrets(Map<String, Secret> secrets) {
        Map<String, String> more = new LinkedHashMap<>(values);
        secrets.forEach((name, secret) -> {
            if (secret.hasKeys()) {
                secret.keyNames().limit(MOST_KEYS).forEach(key -> more.put(secretVariable(name, key), MASK));
            } else {
                more.put(secretVariable(name, ""), MASK);
            }
        });
        return new Bindings(more);
    }

    /** These and what acceptance checks have captured. */
    public Bindings withCaptured(Map<String, String> captured) {
        Map<String, String> more = new LinkedHashMap<>(values);
        captured.forEach((name, value) -> more.put("captured." + name, value));
        return new Bindings(more);
    }

    /** The names of all variables. */
    public Set<String> names() {
        return values.keySet();
    }

    Map<String, String> values() {
        return values;
    }

    private static String secretVariable(String name, String key) {
        return key.isEmpty() ? "secret." + name : "secret." + name + "." + key;
    }

    @Override
    public String toString() {
        return "Bindings" + values.keySet();
    }
}
