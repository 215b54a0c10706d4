package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import org.immutables.value.Value;

/** How a role goes from one version to the next. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableUpdatePolicy.class)
@JsonDeserialize(builder = UpdatePolicy.Builder.class)
public interface UpdatePolicy {
    /** Replicas that may be missing from the wanted count during a rollout. */
    default int maxUnavailable() {
        return 1;
    }

    /** Replicas beyond the wanted count during a rollout; where a host's ports forbid it, 0. */
    default int maxSurge() {
        return 0;
    }

    /** Time without progress after which the rollout has failed. Kubernetes' own default is 10 minutes. */
    default Duration deadline() {
        return Duration.ofMinutes(10);
    }

    default OnFailure onFailure() {
        return OnFailure.HALT;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link UpdatePolicy}. */
    class Builder extends ImmutableUpdatePolicy.Builder {}
}
