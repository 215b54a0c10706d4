package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A value all replicas share and nobody is shown: where it comes from, never the value itself. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Secret.Password.class, name = "password"),
    @JsonSubTypes.Type(value = Secret.FernetKeys.class, name = "fernet-keys"),
    @JsonSubTypes.Type(value = Secret.KeyPair.class, name = "key-pair"),
    @JsonSubTypes.Type(value = Secret.FromEnvironment.class, name = "env"),
    @JsonSubTypes.Type(value = Secret.FromFile.class, name = "file"),
    @JsonSubTypes.Type(value = Secret.Existing.class, name = "existing")
})
public sealed interface Secret {
    /** Generated once: {@code length} letters and digits. */
    record Password(int length) implements Secret {}

    /** Generated once: {@code count} fernet keys in files {@code 0} (staged) to {@code count - 1} (primary). */
    record FernetKeys(int count) implements Secret {}

    /** Generated once: a key in file {@link #PRIVATE}, as PKCS#8 in PEM, and the public one of it in {@link #PUBLIC}, as X.509 has it, in PEM. */
    record KeyPair(KeyAlgorithm algorithm) implements Secret {
        public static final String PRIVATE = "private";
        public static final String PUBLIC = "public";
    }

    /** Read from an environment variable of whoever applies the definition. */
    record FromEnvironment(String variable) implements Secret {}

    /** Read from a file of whoever applies the definition. */
    record FromFile(String path) implements Secret {}

    /**
     * Read where the orchestrator keeps it already, each time the definition is applied: {@code kubernetes}, a key of a Secret in the
     * application's namespace, as {@code NAME/KEY}; {@code consul}, a key of Consul's. A backend needs its own of the two.
     */
    record Existing(Optional<String> kubernetes, Optional<String> consul) implements Secret {}

    /** Whether the SDK makes it, and keeps it from then on. */
    default boolean generated() {
        return this instanceof Password || hasKeys();
    }

    /** Whether it is a set of keys, and not one text. */
    default boolean hasKeys() {
        return this instanceof FernetKeys || this instanceof KeyPair;
    }

    /** The names of its keys, in order; none for one text. */
    default Stream<String> keyNames() {
        if (this instanceof FernetKeys keys) {
            return IntStream.range(0, keys.count()).mapToObj(Integer::toString);
        }
        return this instanceof KeyPair ? Stream.of(KeyPair.PRIVATE, KeyPair.PUBLIC) : Stream.empty();
    }

    /** Where it comes from, in words for a list or a message. */
    default String source() {
        if (this instanceof Password password) {
            return "generated: " + password.length() + " letters and digits";
        }
        if (this instanceof FernetKeys keys) {
            return "generated: " + keys.count() + (keys.count() == 1 ? " fernet key" : " fernet keys");
        }
        if (this instanceof KeyPair pair) {
            return "generated: a pair of " + pair.algorithm().words() + " keys";
        }
        if (this instanceof FromEnvironment reference) {
            return "environment variable " + reference.variable() + " of whoever applies";
        }
        if (this instanceof FromFile file) {
            return "file " + file.path() + " of whoever applies";
        }
        Existing existing = (Existing) this;
        return Stream.of(
                        existing.kubernetes().map(key -> "Secret " + key + " of Kubernetes"),
                        existing.consul().map(key -> "key " + key + " of Consul"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }
}
