package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import org.immutables.value.Value;

/**
 * Whom a process runs as: by its number where Kubernetes starts it, which knows no names, and by its name on a host, where the
 * account has that number.
 */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableUser.class)
@JsonDeserialize(builder = User.Builder.class)
public interface User {
    String name();

    /** 0 is root's, and root's only. */
    int uid();

    /** The account's own group; the number of the user where it is not said. */
    default int gid() {
        return uid();
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link User}. */
    class Builder extends ImmutableUser.Builder {}
}
