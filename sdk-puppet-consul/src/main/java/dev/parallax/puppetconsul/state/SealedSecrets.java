package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.secret.SecretValue;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of secrets of one application, by name, as Consul holds them: one sealed text for all. Opened when somebody asks for the first time,
 * and not again. Where there is no secret there is no text.
 */
public final class SealedSecrets {
    /** Of an application without secrets. */
    public static final SealedSecrets NONE = new SealedSecrets("");

    private final String text;
    private volatile @Nullable SortedMap<String, SecretValue> opened;

    /** As a document, for a map alone would not say of which kind each value is. */
    private record Values(SortedMap<String, SecretValue> values) {}

    private SealedSecrets(String text) {
        this.text = text;
    }

    /** What is not sealed is an {@link IllegalArgumentException}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SealedSecrets of(JsonNode node) {
        return node.isTextual() ? of(node.asText()) : inPlain(!node.isObject() || !node.isEmpty());
    }

    private static SealedSecrets inPlain(boolean some) {
        if (some) {
            throw new IllegalArgumentException("it holds secrets in plain, which are not read");
        }
        return NONE;
    }

    private static SealedSecrets of(String text) {
        return text.isEmpty() || text.startsWith("ENC[") ? new SealedSecrets(text) : inPlain(true);
    }

    /** What a key of Consul holds; what is not sealed is a {@link dev.parallax.backend.BackendException} that names the key. */
    public static SealedSecrets read(String key, String text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw StateJson.broken(key, e);
        }
    }

    public static SealedSecrets seal(Seal seal, String app, Map<String, SecretValue> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        SealedSecrets sealed =
                new SealedSecrets(seal.seal(Keys.app(app), StateJson.write(new Values(new TreeMap<>(values)))));
        sealed.opened = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        return sealed;
    }

    /** The values. {@code where}: the key that holds them. */
    public Map<String, SecretValue> open(Seal seal, String app, String where) {
        SortedMap<String, SecretValue> values = opened;
        if (values == null) {
            values = text.isEmpty()
                    ? new TreeMap<>()
                    : StateJson.read(where, seal.open(Keys.app(app), where, text), Values.class)
                            .values();
            opened = Collections.unmodifiableSortedMap(values);
        }
        return values;
    }

    /** The same values for the fleet's present key, if they are sealed for one of before. */
    public Optional<SealedSecrets> anew(Seal seal, String app, String where) {
        return isEmpty() || seal.isSealed(text)
                ? Optional.empty()
                : Optional.of(seal(seal, app, open(seal, app, where)));
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** As Consul holds them. */
    @JsonValue
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SealedSecrets sealed && text.equals(sealed.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : "sealed";
    }
}
