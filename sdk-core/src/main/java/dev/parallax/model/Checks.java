package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.Optional;
import org.immutables.value.Value;

/** What says of a component that it started, is alive, and is ready to serve. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableChecks.class)
@JsonDeserialize(builder = Checks.Builder.class)
public interface Checks {
    /** Failing takes the replica out of its services. */
    Optional<Check> ready();

    /** Failing restarts the component. */
    Optional<Check> alive();

    /** Until it succeeded once, the other two are not asked. */
    Optional<Check> started();

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Checks}. */
    class Builder extends ImmutableChecks.Builder {}
}
