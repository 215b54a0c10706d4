package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import java.util.List;
import org.immutables.value.Value;

/** Something that runs once per version, under a lock, before the roles that require it. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableStep.class)
@JsonDeserialize(builder = Step.Builder.class)
public interface Step {
    /** Role and component whose artifact, environment, files and user the step runs with. */
    ComponentRef use();

    List<String> command();

    List<Requirement> requires();

    /** Further attempts after a failed one. */
    default int retries() {
        return 3;
    }

    /** Of one attempt. */
    default Duration timeout() {
        return Duration.ofMinutes(2);
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Step}. */
    class Builder extends ImmutableStep.Builder {}
}
