package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import org.immutables.value.Value;

/** What a component consists of: the same thing as an image and as packages of a host. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableArtifact.class)
@JsonDeserialize(builder = Artifact.Builder.class)
public interface Artifact {
    String image();

    /** Debian packages that bring the program to a host. */
    List<String> packages();

    /** Units the packages bring that must not run beside the component. */
    List<String> masks();

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Artifact}. */
    class Builder extends ImmutableArtifact.Builder {}
}
