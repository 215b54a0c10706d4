package dev.parallax.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far back a command looks. */
final class SinceOption {
    @Option(names = "--since", paramLabel = "DURATION", description = "Only what is not older, such as 10m.")
    @Nullable
    Duration since;

    /** Empty for all that there is; what is no time that has passed is bad usage. */
    Optional<Duration> wanted() {
        if (since != null && (since.isNegative() || since.isZero())) {
            throw new UsageException("--since: a time that has passed is wanted, such as 10m");
        }
        return Optional.ofNullable(since);
    }
}
