package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.Optional;
import org.immutables.value.Value;

/** The most a component may use. Absent: unlimited. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableLimits.class)
@JsonDeserialize(builder = Limits.Builder.class)
public interface Limits {
    Optional<Cpu> cpu();

    Optional<ByteSize> memory();

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Limits}. */
    class Builder extends ImmutableLimits.Builder {}
}
