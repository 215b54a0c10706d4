package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a history shows. {@code complete}: the run went to its end; {@code took}: its length in nanoseconds; {@code sides} as last described, in the order of the run;
 * {@code programMemory}: the most, in bytes, that the observer's own process had; {@code trials} in the order in which they happened, warm-up left out; {@code summaries} by scenario, metric, circumstance and
 * side; {@code assessments}: what the summaries of both sides show together; {@code lateness}: of the observer's own probes.
 */
public record Results(
        Event.RunStarted run,
        boolean complete,
        String outcome,
        long took,
        Map<String, Event.SideDescribed> sides,
        List<Event.ResourcesRead> resources,
        Optional<Long> programMemory,
        Optional<Event.EquivalenceChecked> equivalence,
        List<TrialResult> trials,
        List<Summary> summaries,
        Assessments assessments,
        Lateness lateness) {

    /** Whether the sides were compared and no difference is left that nobody accepted. True for one side alone. */
    public boolean isEquivalent() {
        return run.sides().size() < 2
                || (equivalence.isPresent() && unacceptedDifferences().isEmpty());
    }

    /** The paths of the differences that kept the sides from being measured, since nobody accepted them by name. */
    public List<String> unacceptedDifferences() {
        return equivalence.stream()
                .flatMap(checked -> checked.differences().stream())
                .filter(difference -> !difference.accepted())
                .map(Event.Difference::path)
                .toList();
    }

    /** Whether every trial that was wanted was carried out and recorded without a gap; one that timed out was carried out. */
    public boolean isEveryTrialDone() {
        return complete
                && trials.stream()
                        .noneMatch(trial -> trial.outcome() == TrialOutcome.FAILED
                                || !trial.gaps().isEmpty())
                && unrecorded().isEmpty();
    }

    /** What this side does otherwise than another may, in whole sentences; none when that was not recorded. */
    public List<String> remarks(String side) {
        Event.SideDescribed described = sides.get(side);
        return described == null || described.remarks() == null ? List.of() : described.remarks();
    }

    /** Of all its trials. */
    public Optional<Summary> summary(String scenario, Metric metric, String side) {
        return summary(scenario, metric, Circumstance.ANY, side);
    }

    public Optional<Summary> summary(String scenario, Metric metric, Circumstance circumstance, String side) {
        return summaries.stream()
                .filter(summary -> summary.scenario().equals(scenario)
                        && summary.metric() == metric
                        && summary.circumstance() == circumstance
                        && summary.side().equals(side))
                .findFirst();
    }

    /** Those that tell the metric: all trials together, unless they were under circumstances that have to be told apart. */
    public List<Circumstance> circumstances(String scenario, Metric metric) {
        List<Circumstance> all = summaries.stream()
                .filter(summary -> summary.scenario().equals(scenario) && summary.metric() == metric)
                .map(Summary::circumstance)
                .distinct()
                .toList();
        return all.size() > 1
                ? all.stream()
                        .filter(circumstance -> circumstance != Circumstance.ANY)
                        .toList()
                : all;
    }

    /** The trials that were wanted and of which nothing is recorded, by scenario and side, as their runs. */
    public Map<String, List<Integer>> unrecorded() {
        Map<String, List<Integer>> unrecorded = new LinkedHashMap<>();
        for (String scenario : run.scenarios()) {
            for (String side : run.sides()) {
                for (int number = 1; number <= run.runs(); number++) {
                    int wanted = number;
                    if (trials.stream()
                            .noneMatch(trial -> trial.scenario().equals(scenario)
                                    && trial.side().equals(side)
                                    && trial.run() == wanted)) {
                        unrecorded
                                .computeIfAbsent(scenario + " on " + side, key -> new ArrayList<>())
                                .add(number);
                    }
                }
            }
        }
        return unrecorded;
    }
}
