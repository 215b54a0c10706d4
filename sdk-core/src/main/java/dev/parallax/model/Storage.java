package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import org.immutables.value.Value;

/** A directory of a role that outlives its processes. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableStorage.class)
@JsonDeserialize(builder = Storage.Builder.class)
public interface Storage {
    /** Absolute path at which the role's components see it. */
    String path();

    ByteSize size();

    /** Kept storage survives the deletion of the application, and its role is never moved to an empty disk. */
    default boolean keep() {
        return false;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Storage}. */
    class Builder extends ImmutableStorage.Builder {}
}
