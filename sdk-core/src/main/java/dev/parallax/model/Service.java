package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A stable virtual address in front of the ready replicas of a role, of addresses outside, or of another application's service. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableService.class)
@JsonDeserialize(builder = Service.Builder.class)
public interface Service {
    /** The role whose ready replicas answer; empty where what answers is not this application's. */
    Optional<String> role();

    /** IPv4 addresses that answer on the service's ports in the place of a role. */
    List<String> external();

    /** The service of another application that is led to in the place of a role: its ports have the same names and numbers. */
    Optional<Provider> provider();

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
