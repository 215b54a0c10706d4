package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.analysis.TrialResult;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.scenario.HostStop;
import dev.parallax.comparison.scenario.ReplicaFault;
import dev.parallax.comparison.scenario.Scenarios;
import dev.parallax.comparison.statistics.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The answer in short sentences, each with its figures; says no more than was measured. */
final class Wording {
    /** A bound so many times as long as what was seen is said to be far from it. */
    private static final double FAR = 2;

    private final Results results;
    private final DisturbedTrials disturbed;
    private final List<String> sides;

    Wording(Results results) {
        this.results = results;
        this.disturbed = new DisturbedTrials(results);
        this.sides = results.run().sides();
    }

    static String scenarioTitle(String scenario) {
        return Scenarios.names().contains(scenario) ? Scenarios.named(scenario).title() : scenario;
    }

    static String title(Metric metric, Circumstance circumstance) {
        return circumstance == Circumstance.ANY ? metric.title() : metric.title() + ", " + where(circumstance);
    }

    /** Empty for all. */
    static String where(Circumstance circumstance) {
        return switch (circumstance) {
            case ANY -> "";
            case ADDRESS_HELD -> "where the host held the public address";
            case ADDRESS_ELSEWHERE -> "where another host held it";
        };
    }

    /** The metric that a scenario is about. */
    static Metric mainMetric(String scenario) {
        return scenario.equals("deploy") ? Metric.ACCEPTED : Metric.FULL_STRENGTH;
    }

    /** One part of the answer: what happened, and what came of it. */
    record Sentence(String lead, String rest) {}

    List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>();
        if (!results.isEquivalent()) {
            sentences.add(new Sentence(
                    "Nothing was measured.",
                    results.equivalence()
                            .map(checked -> "The sides do not run the same: "
                                    + checked.differences().stream()
                                            .filter(difference -> !difference.accepted())
                                            .count()
                                    + " differences, listed below.")
                            .orElse("The run ended before the sides were compared: " + results.outcome() + ".")));
            return sentences;
        }
        for (String scenario : results.run().scenarios()) {
            sentence(scenario).ifPresent(sentences::add);
        }
        if (sentences.isEmpty()) {
            sentences.add(new Sentence("Nothing was measured.", "The run ended before: " + results.outcome() + "."));
            return sentences;
        }
        int runs = results.run().runs();
        sentences.add(
                runs == 1
                        ? new Sentence(
                                "One run of each.", "Single observations, from which no side can be called faster.")
                        : new Sentence(
                                "Medians of " + runs + " runs.",
                                results.assessments().all().isEmpty()
                                        ? "Of one side only: there is nothing to compare it with."
                                        : new Judging(results).outcome() + " Every point is below."));
        return sentences;
    }

    private Optional<Sentence> sentence(String scenario) {
        if (results.trials().stream().noneMatch(trial -> trial.scenario().equals(scenario))) {
            return Optional.empty();
        }
        String lead = capitalised(scenarioTitle(scenario)) + ".";
        if (scenario.equals("deploy")) {
            return Optional.of(new Sentence(
                    lead,
                    disturbed.qualification(scenario) + "Acceptance check passed after "
                            + perSide(scenario, Metric.ACCEPTED, true)
                            + verdict(scenario, Metric.ACCEPTED) + "."));
        }
        List<Circumstance> circumstances = results.circumstances(scenario, Metric.FAILURE_SPAN);
        if (circumstances.isEmpty()) {
            return Optional.of(new Sentence(lead, "Nothing was measured: no trial of it came to its fault."));
        }
        return Optional.of(new Sentence(
                lead,
                disturbed.qualification(scenario)
                        + capitalised(circumstances.stream()
                                .map(circumstance -> failures(scenario, circumstance))
                                .collect(Collectors.joining("; ")))
                        + "; full redundancy was back after " + perSide(scenario, Metric.FULL_STRENGTH, true)
                        + verdict(scenario, Metric.FULL_STRENGTH) + ". " + noticed(scenario) + addressNote(scenario)));
    }

    /** In brackets; nothing where there are too few runs for any. */
    private String verdict(String scenario, Metric metric) {
        return results.assessments()
                .of(scenario, metric, Circumstance.ANY)
                .filter(assessment ->
                        assessment.judgement().doubt().stream().noneMatch(doubt -> doubt == Doubt.TOO_FEW_RUNS))
                .map(assessment -> " (" + Decision.named(assessment, sides)
                        + assessment
                                .judgement()
                                .ratio()
                                .map(ratio -> ", ratio " + Decision.interval(ratio))
                                .orElse("")
                        + Optional.of(Decision.next(assessment.judgement()))
                                .filter(next -> !next.isEmpty())
                                .map(next -> ": " + next)
                                .orElse("")
                        + ")")
                .orElse("");
    }

    /** How long requests failed, and how many of those that were sent meanwhile; sides on which none failed come last. */
    private String failures(String scenario, Circumstance circumstance) {
        List<String> failed = new ArrayList<>();
        List<String> unharmed = new ArrayList<>();
        for (String side : sides) {
            Optional<Summary> summary = results.summary(scenario, Metric.FAILURE_SPAN, circumstance, side);
            if (summary.filter(span -> !span.points().isEmpty()).isEmpty()) {
                continue;
            }
            String span = median(summary);
            List<Measured.Share> shares = results.summary(scenario, Metric.FAILED_IN_SPAN, circumstance, side).stream()
                    .flatMap(inSpan -> inSpan.points().stream())
                    .map(Summary.Point::measured)
                    .filter(Measured.Share.class::isInstance)
                    .map(Measured.Share.class::cast)
                    .toList();
            long count = shares.stream().mapToLong(Measured.Share::count).sum();
            long sent = shares.stream().mapToLong(Measured.Share::of).sum();
            if (count == 0 && span.equals(Figure.UNHARMED)) {
                unharmed.add("none failed on " + side);
            } else {
                failed.add(span.replace(Figure.UNHARMED, "0\u00a0s") + " on " + side + " (" + share(count, sent)
                        + together(circumstance, shares.size()) + ")");
            }
        }
        String where = Wording.where(circumstance);
        String told;
        if (failed.isEmpty()) {
            told = "no request to the service address failed";
        } else {
            failed.addAll(unharmed);
            told = "requests failed within a span of " + String.join(" and ", failed);
        }
        return where.isEmpty() ? told : where + ", " + told;
    }

    private static String share(long count, long sent) {
        if (count < sent) {
            return count + " of the " + sent + " sent in it";
        }
        return count == 1 ? "the only one sent in it" : "each of the " + count + " sent in it";
    }

    private String together(Circumstance circumstance, int runs) {
        if (circumstance == Circumstance.ANY) {
            return allRuns();
        }
        return runs == 1 ? ", in one run" : ", in " + runs + " runs together";
    }

    private String allRuns() {
        return results.run().runs() == 1 ? "" : ", all runs together";
    }

    /** When the orchestrators noticed, and whether requests failed that were sent later. */
    private String noticed(String scenario) {
        List<Long> later = sides.stream()
                .map(side -> FailedRequests.of(results, scenario, side).after())
                .toList();
        String failed = later.stream().allMatch(count -> count == 0)
                ? "no request sent later than that failed"
                : "of the requests sent later than that, "
                        + later.stream().map(String::valueOf).collect(Collectors.joining(" and ")) + " failed"
                        + allRuns();
        return "It was noticed after " + perSide(scenario, Metric.DETECTED, false) + "; " + failed + ".";
    }

    /** What was measured of lost hosts, and whether it is within what the timers predict. */
    String measuredHostLoss(String side, Event.Predicted predicted) {
        return noticed(HostStop.NAME, side, predicted.hostNoticed());
    }

    /** What was measured of killed processes: whether they were noticed as the timers predict, and when all served again. */
    String measuredProcessLoss(String side, Event.PredictedProcess predicted) {
        return noticed(ReplicaFault.PROCESS_KILL, side, predicted.noticed())
                + results.summary(ReplicaFault.PROCESS_KILL, Metric.REPAIRED, side)
                        .flatMap(Summary::most)
                        .map(most -> " The replica served again after at most " + Figure.of(most) + ".")
                        .orElse("");
    }

    private String noticed(String scenario, String side, long predicted) {
        return results.summary(scenario, Metric.DETECTED, side)
                .filter(summary -> summary.most().isPresent())
                .map(summary -> {
                    Measured most = summary.most().orElseThrow();
                    long error = most instanceof Measured.Time time ? time.error() : 0;
                    boolean within = most.magnitude() - error <= predicted;
                    return " Measured: noticed after at most " + Figure.of(most)
                            + (within
                                    ? ", within the prediction" + worstCase(predicted, most) + "."
                                    : ", which is beyond the prediction"
                                            + (disturbed.isAny(scenario, side)
                                                    ? ", with disturbed trials among them."
                                                    : "."));
                })
                .orElse("");
    }

    /** A bound that is far from what was seen says little of what to expect: that is said with it. */
    private static String worstCase(long bound, Measured most) {
        double share = (double) bound / Math.max(1, most.magnitude());
        return share < FAR
                ? ""
                : String.format(Locale.ROOT, ", which is of the worst case and %.1f times as long", share);
    }

    private String addressNote(String scenario) {
        if (!scenario.equals(HostStop.NAME)) {
            return "";
        }
        return " The stopped host held the public address in "
                + sides.stream()
                        .map(side -> {
                            List<TrialResult> trials = trials(scenario, side);
                            long held = trials.stream()
                                    .map(TrialResult::fault)
                                    .filter(fault -> fault != null && fault.heldPublicAddress())
                                    .count();
                            return held + " of " + trials.size() + " runs on " + side;
                        })
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private String median(String scenario, Metric metric, String side) {
        return median(results.summary(scenario, metric, side));
    }

    private static String median(Optional<Summary> summary) {
        return summary.map(Figure::median)
                .map(text -> text.equals(Figure.NONE) ? "an unknown time" : text)
                .orElse("an unknown time");
    }

    /** The medians in the order of the sides, named where the sentence has not named the sides before. */
    private String perSide(String scenario, Metric metric, boolean named) {
        return sides.stream()
                .map(side -> median(scenario, metric, side) + (named ? " on " + side : ""))
                .collect(Collectors.joining(" and "));
    }

    private List<TrialResult> trials(String scenario, String side) {
        return results.trials().stream()
                .filter(trial ->
                        trial.scenario().equals(scenario) && trial.side().equals(side))
                .toList();
    }

    /** What a reader must know beside the figures: runs that were not carried out, observers that lagged. */
    List<String> cautions() {
        List<String> cautions = new ArrayList<>();
        if (!results.complete()) {
            cautions.add("The history ends before the run did; what was recorded until then is shown.");
        } else if (!results.outcome().equals("done") && results.isEquivalent()) {
            cautions.add("The run did not go to its end: " + results.outcome() + ".");
        }
        if (results.complete()
                && results.outcome().equals("done")
                && !results.unrecorded().isEmpty()) {
            cautions.add("Not in the history, though the run went to its end: "
                    + results.unrecorded().entrySet().stream()
                            .map(gap -> gap.getKey() + (gap.getValue().size() == 1 ? " (run " : " (runs ")
                                    + gap.getValue().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", "))
                                    + ")")
                            .collect(Collectors.joining("; "))
                    + ".");
        }
        disturbed.load().ifPresent(cautions::add);
        results.run().scenarios().forEach(scenario -> cautions.addAll(disturbed.cautions(scenario)));
        for (TrialResult trial : results.trials()) {
            String name = trial.scenario() + " on " + trial.side() + ", run " + trial.run();
            if (trial.outcome() == TrialOutcome.FAILED) {
                cautions.add(name + " could not be carried out: " + trial.detail() + ".");
            } else if (trial.outcome() == TrialOutcome.TIMED_OUT) {
                cautions.add(name + " reached its limit of time; missing: " + trial.detail() + ".");
            }
            if (!trial.gaps().isEmpty()) {
                cautions.add(name + ": the history has " + String.join(", ", trial.gaps())
                        + " of this trial; do not rely on its figures.");
            }
            if (trial.unsent() > 0) {
                cautions.add(name + ": the observer was held up and left out " + trial.unsent() + " probes.");
            }
            if (trial.failedAfterwards() > 0) {
                cautions.add(name + ": " + trial.failedAfterwards()
                        + (trial.failedAfterwards() == 1 ? " request" : " requests")
                        + " to the service address failed after the trial had ended, while "
                        + (trial.scenario().equals(HostStop.NAME)
                                ? "the lost host came back"
                                : "its start state came back")
                        + "; in no figure.");
            }
        }
        results.equivalence().stream()
                .flatMap(checked -> checked.differences().stream())
                .filter(Event.Difference::accepted)
                .forEach(difference -> cautions.add("Accepted difference: " + difference.path() + "."));
        return cautions;
    }

    /** Why a figure is not there, from the points. */
    static Optional<String> reason(Summary summary) {
        return summary.points().stream()
                .map(Summary.Point::measured)
                .filter(Measured.Missing.class::isInstance)
                .map(Measured.Missing.class::cast)
                .map(Measured.Missing::why)
                .findFirst();
    }

    static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
