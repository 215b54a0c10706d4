package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.Optional;
import org.immutables.value.Value;

/** What is set aside for a component on the host that it is placed on. Absent: as much as its limit, and nothing where it has none. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableRequests.class)
@JsonDeserialize(builder = Requests.Builder.class)
public interface Requests {
    Optional<Cpu> cpu();

    Optional<ByteSize> memory();

    /** What is set aside for a component: what it requests, or else its limits. */
    static Requests of(Component component) {
        Requests named = component.requests();
        Limits limits = component.limits();
        return builder()
                .cpu(named.cpu().or(limits::cpu))
                .memory(named.memory().or(limits::memory))
                .build();
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Requests}. */
    class Builder extends ImmutableRequests.Builder {}
}
