package dev.parallax.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which component of the replicas a command is about. */
final class ComponentOption {
    @Option(
            names = {"-c", "--component"},
            paramLabel = "NAME",
            description = "One component; otherwise all of them.")
    @Nullable
    String component;

    Optional<String> wanted() {
        return Optional.ofNullable(component);
    }
}
