package dev.parallax.backend;

import dev.parallax.model.Application;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A definition that was applied. {@code number} rises with every change; {@code applied}: when, by the clock of who recorded it; {@code
 * reached}: when all of it was first seen ready, empty while nobody has; {@code current}: whether it is what is wanted now; {@code
 * reason}: why it was made, where it was not somebody's wish but a rollout that failed.
 */
public record Revision(
        long number,
        Application definition,
        Instant applied,
        Optional<Instant> reached,
        boolean current,
        Optional<String> reason) {
    /** The definition that is wanted now, of a {@link Backend#history}; empty where there is none. */
    public static Optional<Application> present(List<Revision> history) {
        return history.stream().filter(Revision::current).findFirst().map(Revision::definition);
    }
}
