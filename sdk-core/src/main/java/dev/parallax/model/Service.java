package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.Map;
import org.immutables.value.Value;

/** A stable virtual address in front of the ready replicas of a role. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableService.class)
@JsonDeserialize(builder = Service.Builder.class)
public interface Service {
    String role();

    Map<String, ServicePort> ports();

    default Exposure exposure() {
        return Exposure.INTERNAL;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Service}. */
    class Builder extends ImmutableService.Builder {}
}
