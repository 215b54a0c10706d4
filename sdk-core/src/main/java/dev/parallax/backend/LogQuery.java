package dev.parallax.backend;

import dev.parallax.ParallaxStyle;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** Which lines of an application's components are asked for: of everything, unless a role, a replica or a component is named. */
@Value.Immutable
@ParallaxStyle
public interface LogQuery {
    String application();

    Optional<String> role();

    /** A replica by the name that {@link Backend#observe} has for it. */
    Optional<String> replica();

    Optional<String> component();

    /** The most lines of each component of each replica, the last ones; absent: all that are kept. */
    Optional<Integer> tail();

    /** How far back, by the clock of the host that wrote them; absent: as far as lines are kept. */
    Optional<Duration> since();

    /** Whether to wait for what is written from now on, also by replicas that are made meanwhile. */
    default boolean follow() {
        return false;
    }

    @Value.Check
    default void check() {
        if (tail().filter(lines -> lines < 0).isPresent()) {
            throw new IllegalArgumentException("tail is a number of lines: " + tail().get());
        }
        if (since().filter(span -> span.isNegative() || span.isZero()).isPresent()) {
            throw new IllegalArgumentException("since is a time that has passed: " + since().get());
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link LogQuery}. */
    class Builder extends ImmutableLogQuery.Builder {}
}
