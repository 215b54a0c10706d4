package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.immutables.value.Value;

/** What a component consists of: the same thing as an image and as packages of a host. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableArtifact.class)
@JsonDeserialize(builder = Artifact.Builder.class)
public interface Artifact {
    String image();

    /** Debian packages that bring the program to a host, each as {@code NAME} or {@code NAME=VERSION}. */
    List<String> packages();

    /** Units the packages bring that must not run beside the component. */
    List<String> masks();

    /** The versions that packages of an artifact are pinned to, by their names; of two for one name the first. */
    static SortedMap<String, String> pins(Artifact artifact) {
        SortedMap<String, String> pins = new TreeMap<>();
        for (String entry : artifact.packages()) {
            int mark = entry.indexOf('=');
            if (mark >= 0) {
                pins.putIfAbsent(entry.substring(0, mark), entry.substring(mark + 1));
            }
        }
        return pins;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Artifact}. */
    class Builder extends ImmutableArtifact.Builder {}
}
