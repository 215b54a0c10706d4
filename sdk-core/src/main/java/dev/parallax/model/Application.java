package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/**
 * One application as its operator wants it: roles, the services in front of them, steps that run once per version, and
 * secrets. Complete in itself: templates that the definition names are held as text. Maps keep the order in which they
 * were written.
 */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableApplication.class)
@JsonDeserialize(builder = Application.Builder.class)
public interface Application {
    /** A DNS label: lower-case letters, digits and {@code -}, at most 40 characters, starting with a letter and not ending with {@code -}. */
    String name();

    String version();

    Map<String, Secret> secrets();

    Map<String, Service> services();

    Map<String, Step> steps();

    Map<String, Role> roles();

    /**
     * What must succeed, in this order, for {@code accept} and a comparison to find that the application does what it is for; empty: ready
     * replicas are enough. {@code apply} does not run it: it waits for ready replicas.
     */
    List<AcceptanceCheck> acceptance();

    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link Application}. */
    class Builder extends ImmutableApplication.Builder {}
}
