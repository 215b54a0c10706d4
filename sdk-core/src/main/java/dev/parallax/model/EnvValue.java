package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The value of an environment variable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EnvValue.Text.class, name = "text"),
    @JsonSubTypes.Type(value = EnvValue.FromSecret.class, name = "secret")
})
public sealed interface EnvValue {
    /** A template (see {@code dev.parallax.template}). */
    record Text(String template) implements EnvValue {}

    record FromSecret(String secret) implements EnvValue {}
}
