package dev.parallax.comparison.history;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether events can have happened as a history tells them: runs that were asked for, one trial after the other, and instants that
 * never go back. The comparison itself, the watch, the prober, the acceptance check and what follows each host's data path tell by their
 * own thread, so that what one tells may come a moment after what another told later; each by itself goes forward.
 */
final class Chronology {
    private final Map<Object, Told> latest = new HashMap<>();
    private int runs = Integer.MAX_VALUE;
    private OptionalInt trial = OptionalInt.empty();
    private OptionalInt ended = OptionalInt.empty();

    private record Told(long at, int line) {}

    /** What is wrong with the event that stands in that line; it takes the lines in their order. */
    Optional<String> wrong(Event event, int line) {
        Optional<String> wrong = ownWrong(event).or(() -> outOfOrder(event, line));
        if (wrong.isPresent()) {
            return wrong;
        }
        Told before = latest.put(teller(event), new Told(event.at(), line));
        return before == null || before.at() <= event.at()
                ? Optional.empty()
                : Optional.of("'at' is " + event.at() + ", before the " + before.at() + " of line " + before.line()
                        + ": time does not go back");
    }

    private Optional<String> outOfOrder(Event event, int line) {
        if (ended.isPresent()) {
            return Optional.of("it comes after the run-ended of line " + ended.getAsInt());
        }
        if (event instanceof Event.TrialStarted) {
            if (trial.isPresent()) {
                return Optional.of("the trial of line " + trial.getAsInt() + " has not ended: they never overlap");
            }
            trial = OptionalInt.of(line);
        } else if (event instanceof Event.TrialEnded) {
            if (trial.isEmpty()) {
                return Optional.of("no trial is under way that could end");
            }
            trial = OptionalInt.empty();
        } else if (event instanceof Event.RunEnded) {
            ended = OptionalInt.of(line);
        }
        return Optional.empty();
    }

    private static Object teller(Event event) {
        if (event instanceof Event.PathObserved path) {
            return path.host();
        }
        boolean ownThread = event instanceof Event.StatusObserved
                || event instanceof Event.ProbeEnded
                || event instanceof Event.AcceptanceTried;
        return ownThread ? event.getClass() : Event.class;
    }

    private Optional<String> ownWrong(Event event) {
        if (event.at() < 0) {
            return Optional.of("'at' is " + event.at() + ": instants count from 0, the start of the run");
        }
        if (event instanceof Event.RunStarted started) {
            runs = started.runs();
            Event.Probing probing = started.probing();
            return none("runs", runs)
                    .or(() -> none("wanted", started.wanted()))
                    .or(() -> none("probing.servicePeriod", probing.servicePeriod()))
                    .or(() -> none("probing.replicaPeriod", probing.replicaPeriod()))
                    .or(() -> none("probing.timeout", probing.timeout()))
                    .or(() -> none("probing.goodInARow", probing.goodInARow()))
                    .or(() -> twice(started.sides()));
        }
        if (event instanceof Event.TrialStarted trial && (trial.run() < 0 || trial.run() > runs)) {
            return Optional.of("'run' is " + trial.run() + ": runs are counted from 1 to " + runs
                    + ", the number of run-started, and 0 warms up");
        }
        if (event instanceof Event.TrialStarted trial) {
            return negative("limit", trial.limit());
        }
        if (event instanceof Event.FaultInjected fault) {
            return reversed("at", fault.at(), "after", fault.after());
        }
        if (event instanceof Event.PathObserved path) {
            return negative("since", path.since()).or(() -> reversed("since", path.since(), "at", path.at()));
        }
        if (event instanceof Event.ProbeEnded probe) {
            return negative("intended", probe.intended())
                    .or(() -> reversed("intended", probe.intended(), "sent", probe.sent()))
                    .or(() -> reversed("sent", probe.sent(), "at", probe.at()));
        }
        if (event instanceof Event.AcceptanceTried tried) {
            return negative("started", tried.started())
                    .or(() -> reversed("started", tried.started(), "at", tried.at()));
        }
        if (event instanceof Event.StartStateRestored restored) {
            return negative("took", restored.took());
        }
        return Optional.empty();
    }

    private static Optional<String> none(String field, long value) {
        return value < 1 ? Optional.of("'" + field + "' is " + value + ": there is at least 1") : Optional.empty();
    }

    private static Optional<String> twice(List<String> sides) {
        return sides.stream()
                .filter(side -> Collections.frequency(sides, side) > 1)
                .findFirst()
                .map(side -> "'sides' has " + side + " twice");
    }

    private static Optional<String> negative(String field, long value) {
        return value < 0 ? Optional.of("'" + field + "' is " + value + ", which is below 0") : Optional.empty();
    }

    private static Optional<String> reversed(String first, long one, String then, long other) {
        return one > other
                ? Optional.of(
                        "'" + then + "' is " + other + ", before '" + first + "' at " + one + ": time does not go back")
                : Optional.empty();
    }
}
