package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.consul.KvOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects a {@link Decision} while it is made. */
final class Agenda {
    private final Instant now;
    private final Instant inSightSince;
    private final List<List<KvOperation>> commits = new ArrayList<>();
    private Optional<Instant> lookAgain = Optional.empty();

    /** What lasts is counted from {@code inSightSince} at the earliest: before that nobody could look, and nothing could be done about it. */
    Agenda(Instant now, Instant inSightSince) {
        this.now = now;
        this.inSightSince = inSightSince;
    }

    Instant now() {
        return now;
    }

    void commit(KvOperation... operations) {
        commits.add(List.of(operations));
    }

    void commit(List<KvOperation> operations) {
        commits.add(List.copyOf(operations));
    }

    /** Whether {@code duration} has passed since {@code start}; if not, the end of it is a time to look again. */
    boolean hasPassed(Instant start, Duration duration) {
        Instant end = (start.isAfter(inSightSince) ? start : inSightSince).plus(duration);
        if (!end.isAfter(now)) {
            return true;
        }
        if (lookAgain.isEmpty() || end.isBefore(lookAgain.get())) {
            lookAgain = Optional.of(end);
        }
        return false;
    }

    Decision decision() {
        return new Decision(commits, lookAgain);
    }
}
