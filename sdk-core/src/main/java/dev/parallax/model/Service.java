package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A stable virtual address in front of the ready replicas of a role, or of addresses outside of the application. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableService.class)
@JsonDeserialize(builder = Service.Builder.class)
public interface Service {
    /** The role whose ready replicas answer; empty where {@link #external} addresses do. */
    Optional<String> role();

    /** IPv4 addresses that answer on the service's ports in the place of a role. */
    List<String> external();

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
