package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** A group of components that share a host and its loopback, and how many replicas of it there are. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableRole.class)
@JsonDeserialize(builder = Role.Builder.class)
public interface Role {
    default ReplicaPolicy replicas() {
        return ReplicaPolicy.builder().build();
    }

    /** What must be there before the first replica of this role starts. */
    List<Requirement> requires();

    Map<String, Storage> storage();

    Map<String, Component> components();

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Role}. */
    class Builder extends ImmutableRole.Builder {}
}
