package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A value all replicas share and nobody is shown: where it comes from, never the value itself. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Secret.Password.class, name = "password"),
    @JsonSubTypes.Type(value = Secret.FernetKeys.class, name = "fernet-keys"),
    @JsonSubTypes.Type(value = Secret.FromEnvironment.class, name = "env"),
    @JsonSubTypes.Type(value = Secret.FromFile.class, name = "file")
})
public sealed interface Secret {
    /** Generated once: {@code length} letters and digits. */
    record Password(int length) implements Secret {}

    /** Generated once: {@code count} fernet keys in files {@code 0} (staged) to {@code count - 1} (primary). */
    record FernetKeys(int count) implements Secret {}

    /** Read from an environment variable of whoever applies the definition. */
    record FromEnvironment(String variable) implements Secret {}

    /** Read from a file of whoever applies the definition. */
    record FromFile(String path) implements Secret {}
}
