package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** Something that runs once per version, under a lock, before the roles that require it. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableStep.class)
@JsonDeserialize(builder = Step.Builder.class)
public interface Step {
    /** Role and component whose artifact, environment, files, limits, requests and user the step runs with. */
    ComponentRef use();

    List<String> command();

    /** Variables of the step alone, beside those of the component it uses; of two with one name the step's counts. */
    Map<String, EnvValue> env();

    List<Requirement> requires();

    /** Further attempts after a failed one. */
    default int retries() {
        return 3;
    }

    /** Of one attempt. */
    default Duration timeout() {
        return Duration.ofMinutes(2);
    }

    /** What a step runs: the component it uses with its own command, and with its own variables added. */
    static Component component(Step step, Component used) {
        Map<String, EnvValue> env = new LinkedHashMap<>(used.env());
        env.putAll(step.env());
        return Component.builder().from(used).command(step.command()).env(env).build();
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Step}. */
    class Builder extends ImmutableStep.Builder {}
}
