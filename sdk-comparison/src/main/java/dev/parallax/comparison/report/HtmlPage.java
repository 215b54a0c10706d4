package dev.parallax.comparison.report;

import com.samskivert.mustache.Mustache;
import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.analysis.Assessment;
import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Lateness;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.analysis.TrialResult;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.statistics.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page: gathers what it shows and leaves the writing to the template {@code report.mustache}. */
final class HtmlPage {
    private static final int WIDE = 1000;
    private static final int NARROW = 350;

    private final Results results;
    private final Makers makers;
    private final Wording wording;
    private final List<String> sides;

    HtmlPage(Results results, ParallaxVersion program) {
        this.results = results;
        this.makers = Makers.of(results.run(), program);
        this.wording = new Wording(results);
        this.sides = results.run().sides();
    }

    String render() {
        Event.RunStarted run = results.run();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", run.application() + " " + run.version() + " on " + String.join(" and ", sides));
        page.put("subtitle", subtitle());
        page.put("sentences", wording.sentences());
        page.put("cautions", list(wording.cautions()));
        page.put("sides", sides.stream().map(this::side).toList());
        page.put("compared", isCompared() ? String.join(" / ", sides) : "");
        page.put("judging", isCompared() ? new Judging(results).method() : "");
        page.put("scenarios", scenarios());
        page.put("equivalence", list(equivalence()));
        page.put("same", same());
        page.put("facts", list(facts()));
        page.put("trials", results.trials().stream().map(this::trial).toList());
        Surroundings surroundings = new Surroundings(results, wording);
        page.put("remarks", list(surroundings.remarks()));
        page.put("versions", surroundings.versions());
        page.put("timers", surroundings.timers());
        page.put("memory", surroundings.memory());
        results.programMemory().ifPresent(bytes -> page.put("programMemory", Figure.mebibytes(bytes)));
        page.put("environment", surroundings.machine());
        page.put("makers", Wording.capitalised(String.join("; ", makers.sentences())));
        page.put("method", method());
        page.put("command", run.command() == null ? "" : run.command());
        page.put("seed", String.valueOf(run.seed()));
        return Mustache.compiler()
                .escapeHTML(true)
                .emptyStringIsFalse(true)
                .withLoader(HtmlPage::template)
                .compile(template("report"))
                .execute(page);
    }

    private static Reader template(String name) {
        InputStream stream = HtmlPage.class.getResourceAsStream(name + ".mustache");
        if (stream == null) {
            throw new UncheckedIOException(new IOException("the template " + name + ".mustache is not packed"));
        }
        return new InputStreamReader(stream, StandardCharsets.UTF_8);
    }

    /** A list that a template can ask whether there is anything in it. */
    static Map<String, Object> list(List<?> items) {
        return items.isEmpty() ? Map.of("none", true, "items", items) : Map.of("some", true, "items", items);
    }

    private String subtitle() {
        Event.RunStarted run = results.run();
        String day = run.wallClock().length() >= 16
                ? run.wallClock().substring(0, 16).replace('T', ' ') + " UTC"
                : run.wallClock();
        return run.wanted() + " replicas of " + run.role() + " · " + run.runs() + (run.runs() == 1 ? " run" : " runs")
                + " · " + day + " · " + makers.brief();
    }

    private Map<String, Object> side(String name) {
        Event.SideDescribed described = results.sides().get(name);
        return Map.of(
                "name",
                name,
                "tone",
                "tone" + sides.indexOf(name),
                "profile",
                described == null ? "" : described.profile(),
                "hosts",
                described == null ? "" : String.join(", ", described.hosts()));
    }

    private List<Map<String, Object>> scenarios() {
        List<Map<String, Object>> scenarios = new ArrayList<>();
        for (String scenario : results.run().scenarios()) {
            List<Metric> metrics = results.summaries().stream()
                    .filter(summary -> summary.scenario().equals(scenario))
                    .map(Summary::metric)
                    .distinct()
                    .toList();
            if (metrics.isEmpty()) {
                continue;
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", scenario);
            shown.put("columns", sides.size() + 1 + (isCompared() ? 1 : 0));
            DisturbedTrials disturbed = new DisturbedTrials(results);
            shown.put("mark", disturbed.mark(scenario));
            shown.put("cautions", list(disturbed.cautions(scenario)));
            shown.put("title", Wording.capitalised(Wording.scenarioTitle(scenario)));
            shown.put(
                    "metrics",
                    metrics.stream()
                            .filter(metric -> !DetectionTable.PARTS.contains(metric))
                            .flatMap(metric -> results.circumstances(scenario, metric).stream()
                                    .map(circumstance -> metric(scenario, metric, circumstance)))
                            .toList());
            shown.put("pictures", pictures(scenario));
            shown.put("detection", list(new DetectionTable(results, scenario).rows()));
            shown.put("strong", results.run().runs() == 1 ? "" : strongRuns(scenario));
            shown.put("phases", phaseNames(scenario));
            shown.put("lane", scenario.equals("deploy") ? "absent" : "failed");
            shown.put(
                    "laneName",
                    (scenario.equals("deploy") ? "service address not answering yet" : "failed requests")
                            + (results.run().runs() == 1 ? "" : ", one row for each run"));
            scenarios.add(shown);
        }
        return scenarios;
    }

    private List<Map<String, Object>> pictures(String scenario) {
        List<Map<String, Object>> pictures = new ArrayList<>();
        new TimelinePicture(results, scenario, WIDE)
                .draw()
                .ifPresent(drawing -> pictures.add(Map.of("for", "wide", "drawing", drawing)));
        new TimelinePicture(results, scenario, NARROW)
                .draw()
                .ifPresent(drawing -> pictures.add(Map.of("for", "narrow", "drawing", drawing)));
        return pictures;
    }

    private String strongRuns(String scenario) {
        return sides.stream()
                .map(side -> results.trials().stream()
                        .filter(trial -> trial.scenario().equals(scenario)
                                && trial.side().equals(side)
                                && !trial.figures().isEmpty())
                        .toList())
                .flatMap(own -> TimelinePicture.representative(results, scenario, own).stream())
                .map(trial -> "run " + trial.run() + " on " + trial.side())
                .collect(Collectors.joining(", "));
    }

    private List<Map<String, Object>> phaseNames(String scenario) {
        List<String> names = results.trials().stream()
                .filter(trial -> trial.scenario().equals(scenario))
                .map(trial -> trial.timeline().phases())
                .max((a, b) -> a.size() - b.size())
                .orElse(List.of())
                .stream()
                .map(phase -> phase.name())
                .toList();
        List<Map<String, Object>> phases = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            phases.add(Map.of("style", "phase" + i, "name", names.get(i)));
        }
        return phases;
    }

    private Map<String, Object> metric(String scenario, Metric metric, Circumstance circumstance) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("title", Wording.title(metric, circumstance));
        row.put("main", metric == Wording.mainMetric(scenario) ? "main" : "");
        row.put(
                "cells",
                sides.stream()
                        .map(side -> cell(scenario, metric, circumstance, side))
                        .toList());
        row.put(
                "verdict",
                results.assessments().of(scenario, metric, circumstance).map(this::verdict).stream()
                        .toList());
        row.put("drawing", DotStrip.draw(results, scenario, metric, circumstance));
        return row;
    }

    private Map<String, Object> cell(String scenario, Metric metric, Circumstance circumstance, String side) {
        Map<String, Object> cell = new LinkedHashMap<>();
        Summary summary = results.summary(scenario, metric, circumstance, side).orElse(null);
        cell.put("tone", "tone" + sides.indexOf(side));
        cell.put("side", side);
        cell.put("median", summary == null ? Figure.NONE : Figure.median(summary));
        cell.put("range", summary == null ? "" : Figure.range(summary));
        cell.put("note", summary == null ? "" : note(summary));
        return cell;
    }

    private boolean isCompared() {
        return !results.assessments().all().isEmpty();
    }

    private Map<String, Object> verdict(Assessment assessment) {
        Judgement judgement = assessment.judgement();
        String tone =
                switch (judgement.verdict()) {
                    case LESS -> "name tone0";
                    case MORE -> "name tone1";
                    case EQUIVALENT -> "decided";
                    case NOTHING, INCONCLUSIVE -> "soft";
                };
        return Map.of(
                "word",
                Decision.named(assessment, sides),
                "tone",
                tone,
                "ratio",
                judgement.ratio().map(Decision::ratio).orElse(""),
                "evidence",
                Decision.evidence(judgement),
                "next",
                Decision.next(judgement));
    }

    private static String note(Summary summary) {
        if (summary.points().isEmpty()) {
            return "in no run";
        }
        long missing = summary.points().stream()
                .filter(point -> !point.measured().isFigure())
                .count();
        if (missing > 0) {
            String why = Wording.reason(summary).orElse("");
            return missing == summary.points().size()
                    ? why
                    : "not in " + missing + " of " + summary.points().size() + " runs: " + why;
        }
        long error = summary.points().stream()
                .map(Summary.Point::measured)
                .filter(Measured.Time.class::isInstance)
                .mapToLong(measured -> ((Measured.Time) measured).error())
                .max()
                .orElse(0);
        return error == 0 ? "" : "±\u00a0" + Figure.error(error);
    }

    private Map<String, Object> trial(TrialResult trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run", trial.run());
        row.put("side", trial.side());
        row.put("tone", "tone" + sides.indexOf(trial.side()));
        row.put("scenario", trial.scenario());
        row.put(
                "outcome",
                trial.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (trial.isDisturbed() ? ", disturbed" : ""));
        Event.FaultInjected fault = trial.fault();
        row.put(
                "target",
                fault == null
                        ? ""
                        : fault.replica() + " on " + fault.host()
                                + (fault.heldPublicAddress() ? " (held the public address)" : ""));
        row.put("main", Figure.of(trial.figure(Wording.mainMetric(trial.scenario()))));
        return row;
    }

    private String same() {
        if (sides.size() < 2) {
            return "One side only: there was nothing to compare it with.";
        }
        return results.equivalence()
                .map(checked -> "Yes: " + checked.compared() + " facts were read from both orchestrators before"
                        + " anything was measured (replicas, versions of the application and of its packages, users, limits,"
                        + " ports, checks with their periods and thresholds), and none differs.")
                .orElse("The run ended before they were compared.");
    }

    private List<Map<String, Object>> equivalence() {
        return results.equivalence().map(Event.EquivalenceChecked::differences).orElse(List.of()).stream()
                .map(difference -> Map.<String, Object>of(
                        "path",
                        difference.path(),
                        "accepted",
                        difference.accepted() ? "accepted" : "not accepted",
                        "values",
                        sides.stream()
                                .map(side -> side + ": " + difference.values().getOrDefault(side, "none"))
                                .toList()))
                .toList();
    }

    /** All that was compared, whether it differs or not. */
    private List<Map<String, Object>> facts() {
        return results.equivalence().stream()
                .flatMap(checked -> Stream.ofNullable(checked.facts()))
                .flatMap(List::stream)
                .map(fact -> Map.<String, Object>of(
                        "path",
                        fact.path(),
                        "values",
                        sides.stream()
                                .map(side -> Map.of(
                                        "side", side, "value", fact.values().getOrDefault(side, "none")))
                                .toList()))
                .toList();
    }

    private Map<String, Object> method() {
        Event.Probing probing = results.run().probing();
        return Map.of(
                "service", Figure.seconds(probing.servicePeriod()),
                "replica", Figure.seconds(probing.replicaPeriod()),
                "timeout", Figure.seconds(probing.timeout()),
                "good", probing.goodInARow(),
                "order", order(),
                "observer", observer(),
                "took", Figure.length(Duration.ofNanos(results.took())));
    }

    /** How far the observer itself is to be trusted: what was measured of it, and what is assumed. */
    private String observer() {
        Lateness late = results.lateness();
        String measured = late.probes() == 0
                ? ""
                : "Of the " + late.probes() + " probes of the trials half left within "
                        + Figure.milliseconds(late.median())
                        + " of their schedule, 99 of 100 within " + Figure.milliseconds(late.most99())
                        + " and the latest " + Figure.milliseconds(late.most()) + " after it. ";
        String assumed = results.sides().entrySet().stream()
                .map(side -> Figure.seconds(side.getValue().watchGranularity()) + " s on " + side.getKey())
                .collect(Collectors.joining(", "));
        return measured
                + (assumed.isEmpty()
                        ? ""
                        : "That a state of the orchestrator is told late by at most " + assumed
                                + " is assumed and part of every error of such a figure; it was not measured.");
    }

    /** The blocks as they were carried out. */
    private String order() {
        Map<Integer, List<String>> order = new LinkedHashMap<>();
        for (TrialResult trial : results.trials()) {
            List<String> seen = order.computeIfAbsent(trial.run(), run -> new ArrayList<>());
            if (!seen.contains(trial.side())) {
                seen.add(trial.side());
            }
        }
        return order.entrySet().stream()
                .map(entry -> "run " + entry.getKey() + ": " + String.join(", then ", entry.getValue()))
                .collect(Collectors.joining("; "));
    }
}
