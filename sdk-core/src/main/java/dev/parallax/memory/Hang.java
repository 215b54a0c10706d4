package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What becomes of a replica whose processes no longer answer: each check notices it after as many periods as it may fail, and without one nobody does. */
final class Hang {
    private Hang() {}

    /** Whether a check did something about it. */
    static boolean notice(SimulatedReplica replica, long now) {
        if (isDue(alive(replica, now))) {
            replica.restart("its alive check fails");
            return true;
        }
        if (isDue(ready(replica, now))) {
            replica.state = ReplicaState.STARTED;
            replica.lastError = Reconciler.CHECK_FAILS;
            return true;
        }
        return false;
    }

    /** When a check will, if one is still to do so. */
    static Optional<Duration> nextNotice(SimulatedReplica replica, long now) {
        return Stream.of(alive(replica, now), ready(replica, now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private static boolean isDue(Optional<Duration> left) {
        return left.filter(time -> time.isZero() || time.isNegative()).isPresent();
    }

    private static Optional<Duration> alive(SimulatedReplica replica, long now) {
        return replica.is(ReplicaState.READY) || replica.is(ReplicaState.STARTED)
                ? left(replica, now, Checks::alive)
                : Optional.empty();
    }

    private static Optional<Duration> ready(SimulatedReplica replica, long now) {
        return replica.is(ReplicaState.READY) ? left(replica, now, Checks::ready) : Optional.empty();
    }

    private static Optional<Duration> left(SimulatedReplica replica, long now, Function<Checks, Optional<Check>> kind) {
        if (replica.hungAt.isEmpty()) {
            return Optional.empty();
        }
        long since = now - replica.hungAt.getAsLong();
        return replica.definition.components().values().stream()
                .flatMap(component -> kind.apply(component.checks()).stream())
                .map(check -> check.every().multipliedBy(check.failures()).minusNanos(since))
                .min(Duration::compareTo);
    }
}
