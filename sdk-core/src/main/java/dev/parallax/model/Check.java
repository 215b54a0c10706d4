package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import org.immutables.value.Value;

/** One check: what is asked, how often, and how many answers decide. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableCheck.class)
@JsonDeserialize(builder = Check.Builder.class)
public interface Check {
    Probe probe();

    /** Kubernetes' and Consul's usual period is 10 s. */
    default Duration every() {
        return Duration.ofSeconds(10);
    }

    default Duration timeout() {
        return Duration.ofSeconds(1);
    }

    /** Failures in a row after which the check fails. */
    default int failures() {
        return 3;
    }

    /** Successes in a row after which the check passes again. */
    default int successes() {
        return 1;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Check}. */
    class Builder extends ImmutableCheck.Builder {}
}
