package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.time.Duration;
import org.immutables.value.Value;

/** How long a host may be lost before its replicas are replaced elsewhere. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableRecoveryPolicy.class)
@JsonDeserialize(builder = RecoveryPolicy.Builder.class)
public interface RecoveryPolicy {
    /** Kubernetes' own default for an unreachable node is 300 s. */
    default Duration hostLostAfter() {
        return Duration.ofMinutes(5);
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link RecoveryPolicy}. */
    class Builder extends ImmutableRecoveryPolicy.Builder {}
}
