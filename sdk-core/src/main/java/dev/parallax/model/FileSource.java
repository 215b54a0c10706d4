package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the content of a component's file comes from. {@code mode} is octal, as in {@code 0640}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileSource.Template.class, name = "template"),
    @JsonSubTypes.Type(value = FileSource.FromSecret.class, name = "secret")
})
public sealed interface FileSource {
    String mode();

    /** A text with variables (see {@code dev.parallax.template}); {@code origin} is the file or place it was read from. */
    record Template(String text, String origin, String mode) implements FileSource {}

    /** A secret; one that is a set of keys becomes a directory with a file a key. */
    record FromSecret(String secret, String mode) implements FileSource {}
}
