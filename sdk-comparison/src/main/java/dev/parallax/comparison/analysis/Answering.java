package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many replicas answered direct probes, over time. A replica answers from the instant of the first good answer, for a probe may have
 * waited for it; it does so no more from the instant at which the first probe that fails was meant to be sent, and when it is no longer
 * probed, from one period after its last probe.
 */
final class Answering {
    private Answering() {}

    private record Change(long at, String target, boolean good) {}

    /** {@code origin} becomes instant 0; {@code end} is the trial's end, on the history's clock. */
    static StepFunction of(List<Event.ProbeEnded> probes, Event.Probing probing, long origin, long end) {
        Map<String, List<Event.ProbeEnded>> byTarget = new HashMap<>();
        for (Event.ProbeEnded probe : probes) {
            if (!probe.target().equals(Event.ProbeEnded.SERVICE)
                    && (probe.outcome().isGood() || probe.outcome().isFailure())) {
                byTarget.computeIfAbsent(probe.target(), any -> new ArrayList<>())
                        .add(probe);
            }
        }
        List<Change> changes = new ArrayList<>();
        byTarget.forEach((target, list) -> changes.addAll(changes(target, list, probing, end)));
        changes.sort(Comparator.comparingLong(Change::at).thenComparing(Change::target));

        StepFunction answering = new StepFunction();
        Map<String, Boolean> state = new HashMap<>();
        for (Change change : changes) {
            state.put(change.target(), change.good());
            int count = (int) state.values().stream().filter(good -> good).count();
            answering.set(change.at() - origin, count);
        }
        return answering;
    }

    private static List<Change> changes(String target, List<Event.ProbeEnded> probes, Event.Probing probing, long end) {
        probes.sort(Comparator.comparingLong(Event.ProbeEnded::intended));
        List<Change> changes = new ArrayList<>();
        boolean good = false;
        long changed = Long.MIN_VALUE;
        for (Event.ProbeEnded probe : probes) {
            if (probe.outcome().isGood() != good) {
                good = !good;
                changed = Math.max(changed, good ? probe.at() : probe.intended());
                changes.add(new Change(changed, target, good));
            }
        }
        long last = probes.get(probes.size() - 1).intended();
        // A probe on its way at the end of the trial is not in the record; that alone is no silence.
        if (good && end - last > probing.timeout() + 2 * probing.replicaPeriod()) {
            changes.add(new Change(last + probing.replicaPeriod(), target, false));
        }
        return changes;
    }
}
