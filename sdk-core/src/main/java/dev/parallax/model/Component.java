package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One process of a role: what it is made of, how it is started, configured, limited, checked and stopped. */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableComponent.class)
@JsonDeserialize(builder = Component.Builder.class)
public interface Component {
    Artifact artifact();

    /** The program and its arguments; {@code $(NAME)} is replaced from the environment when it starts. */
    List<String> command();

    Map<String, EnvValue> env();

    /** Files the component reads, by absolute path; a set of keys is a directory. */
    Map<String, FileSource> files();

    /** Ports by name. Within a role a port belongs to one component. */
    Map<String, Integer> ports();

    default Limits limits() {
        return Limits.builder().build();
    }

    /** As they are named: {@link Requests#of} has what follows from them. */
    default Requests requests() {
        return Requests.builder().build();
    }

    /** Whom the process runs as; where absent, the image's own user on Kubernetes and root on a host. */
    Optional<User> user();

    default Checks checks() {
        return Checks.builder().build();
    }

    default StopPolicy stop() {
        return StopPolicy.builder().build();
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Component}. */
    class Builder extends ImmutableComponent.Builder {}
}
