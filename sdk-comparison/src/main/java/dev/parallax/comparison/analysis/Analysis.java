package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.scenario.HostStop;
import dev.parallax.comparison.statistics.Criteria;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads a history and computes what it shows; nothing but the history goes in. */
public final class Analysis {
    private final Event.RunStarted run;
    private final Map<String, Event.SideDescribed> sides = new LinkedHashMap<>();
    private final List<Event.ResourcesRead> resources = new ArrayList<>();
    private final List<TrialResult> trials = new ArrayList<>();
    private final LongStream.Builder late = LongStream.builder();
    private Event.@Nullable EquivalenceChecked equivalence;
    private @Nullable TrialRecord open;
    private String outcome = "cut short";
    private @Nullable Long programMemory;

    private Analysis(Event.RunStarted run) {
        this.run = run;
    }

    public static Results of(History history) {
        Analysis analysis = new Analysis(history.start());
        history.events().forEach(analysis::take);
        analysis.closeTrial();
        return analysis.results(
                history.complete(),
                history.events().get(history.events().size() - 1).at());
    }

    private void take(Event event) {
        if (event instanceof Event.SideDescribed described) {
            sides.put(described.side(), described);
        } else if (event instanceof Event.ResourcesRead read) {
            resources.add(read);
        } else if (event instanceof Event.EquivalenceChecked checked) {
            equivalence = checked;
        } else if (event instanceof Event.TrialStarted started) {
            closeTrial();
            open = new TrialRecord(run, started);
        } else if (event instanceof Event.RunEnded ended) {
            outcome = ended.outcome();
            programMemory = ended.programMemory();
        } else if (open != null) {
            open.take(event);
        }
    }

    /** A trial goes on until the next begins, for its clean-up belongs to it; one without an end was cut short. */
    private void closeTrial() {
        TrialRecord record = open;
        open = null;
        if (record != null && record.isMeasured()) {
            Event.SideDescribed side = sides.get(record.side());
            trials.add(record.result(side == null ? 0 : side.watchGranularity()));
            record.late().forEach(late);
        }
    }

    private Results results(boolean complete, long took) {
        Map<String, Event.SideDescribed> ordered = new LinkedHashMap<>();
        for (String side : run.sides()) {
            Event.SideDescribed described = sides.get(side);
            if (described != null) {
                ordered.put(side, described);
            }
        }
        List<Summary> summaries = summaries();
        return new Results(
                run,
                complete,
                outcome,
                took,
                ordered,
                resources,
                Optional.ofNullable(programMemory),
                Optional.ofNullable(equivalence),
                trials,
                summaries,
                Assessments.of(run.sides(), run.runs(), summaries, criteria()),
                Lateness.of(late.build().toArray()));
    }

    private Criteria criteria() {
        Criteria criteria = Criteria.withSeed(run.seed());
        Double margin = run.margin();
        return margin == null ? criteria : criteria.withMargin(margin);
    }

    private List<Summary> summaries() {
        List<Summary> summaries = new ArrayList<>();
        for (String scenario : run.scenarios()) {
            boolean mixed = isMixed(scenario);
            for (Metric metric : metrics(scenario)) {
                summarize(summaries, scenario, metric, Circumstance.ANY);
                if (mixed && metric.isOfAddress()) {
                    summarize(summaries, scenario, metric, Circumstance.ADDRESS_HELD);
                    summarize(summaries, scenario, metric, Circumstance.ADDRESS_ELSEWHERE);
                }
            }
        }
        return summaries;
    }

    /** Whether the public address went with the host in some of its trials and not in others, on whichever side. */
    private boolean isMixed(String scenario) {
        return scenario.equals(HostStop.NAME)
                && trials.stream()
                                .filter(trial -> trial.scenario().equals(scenario))
                                .map(TrialResult::fault)
                                .filter(Objects::nonNull)
                                .map(Event.FaultInjected::heldPublicAddress)
                                .distinct()
                                .count()
                        > 1;
    }

    private void summarize(List<Summary> into, String scenario, Metric metric, Circumstance circumstance) {
        for (String side : run.sides()) {
            List<Summary.Point> points = trials.stream()
                    .filter(trial ->
                            trial.scenario().equals(scenario) && trial.side().equals(side))
                    .filter(circumstance::includes)
                    .map(trial -> new Summary.Point(trial.run(), trial.figure(metric)))
                    .toList();
            into.add(Summary.of(scenario, metric, circumstance, side, points));
        }
    }

    private Set<Metric> metrics(String scenario) {
        Set<Metric> metrics = new LinkedHashSet<>();
        for (Metric metric : Metric.values()) {
            if (trials.stream()
                    .anyMatch(trial ->
                            trial.scenario().equals(scenario) && trial.figures().containsKey(metric))) {
                metrics.add(metric);
            }
        }
        return metrics;
    }
}
