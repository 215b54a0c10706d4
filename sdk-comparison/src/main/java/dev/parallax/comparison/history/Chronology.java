package dev.parallax.comparison.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether events can have happened as a history tells them: runs that were asked for, and instants that never go back. The comparison itself, the
 * watch, the prober and the acceptance check each tell by their own thread, so that what one tells may come a moment after what another
 * told later; each by itself goes forward.
 */
final class Chronology {
    private final Map<Class<?>, Told> latest = new HashMap<>();
    private int runs = Integer.MAX_VALUE;

    private record Told(long at, int line) {}

    /** What is wrong with the event that stands in that line; it takes the lines in their order. */
    Optional<String> wrong(Event event, int line) {
        Optional<String> wrong = ownWrong(event);
        if (wrong.isPresent()) {
            return wrong;
        }
        Told before = latest.put(teller(event), new Told(event.at(), line));
        return before == null || before.at() <= event.at()
                ? Optional.empty()
                : Optional.of("'at' is " + event.at() + ", before the " + before.at() + " of line " + before.line()
                        + ": time does not go back");
    }

    private static Class<?> teller(Event event) {
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
            return runs < 1 ? Optional.of("'runs' is " + runs + ": there is at least 1") : Optional.empty();
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
