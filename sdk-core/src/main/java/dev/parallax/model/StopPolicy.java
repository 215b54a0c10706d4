package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import org.immutables.value.Value;

/** How a component is asked to stop, and for how long. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableStopPolicy.class)
@JsonDeserialize(builder = StopPolicy.Builder.class)
public interface StopPolicy {
    default String signal() {
        return "SIGTERM";
    }

    /**
     * Between the moment it is taken out of its services and the signal: time for everyone who leads requests to it to hear of it. A second
     * is what the slowest of them, kube-proxy with its own timers, takes to be told.
     */
    default Duration drain() {
        return Duration.ofSeconds(1);
    }

    /** After it the component is killed. Kubernetes' own default is 30 s. */
    default Duration grace() {
        return Duration.ofSeconds(30);
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link StopPolicy}. */
    class Builder extends ImmutableStopPolicy.Builder {}
}
