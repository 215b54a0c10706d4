package dev.parallax.comparison.report;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.analysis.Assessment;
import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.statistics.Doubt;
import dev.parallax.comparison.statistics.Judgement;
import dev.parallax.comparison.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Results as plain text of at most about 100 columns for two sides, and 35 more where they are compared. */
final class TextTable {
    private static final int METRIC_WIDTH = 43;
    private static final int SIDE_WIDTH = 28;

    private final Results results;
    private final Makers makers;

    TextTable(Results results, ParallaxVersion program) {
        this.results = results;
        this.makers = Makers.of(results.run(), program);
    }

    String render() {
        Event.RunStarted run = results.run();
        StringBuilder text = new StringBuilder();
        text.append(run.application()).append(' ').append(run.version()).append(", ");
        text.append(run.runs())
                .append(run.runs() == 1 ? " run" : " runs")
                .append(", seed ")
                .append(run.seed());
        boolean isCompared = !results.assessments().all().isEmpty();
        text.append("; median (least to most)");
        text.append(isCompared ? ", ratio of medians (where it lies with 95 % confidence)\n" : "\n");
        makers.sentences().forEach(sentence -> text.append(sentence).append('\n'));
        text.append('\n');
        if (!results.isEquivalent()) {
            differences(text);
            return plain(text);
        }
        List<String> headings =
                new ArrayList<>(run.sides().stream().map(this::heading).toList());
        if (isCompared) {
            headings.add(String.join(" / ", run.sides()));
        }
        row(text, "", headings);
        for (String scenario : run.scenarios()) {
            List<Summary> all = results.summaries().stream()
                    .filter(summary -> summary.scenario().equals(scenario))
                    .toList();
            if (all.isEmpty()) {
                continue;
            }
            text.append('\n')
                    .append(scenario)
                    .append(": ")
                    .append(Wording.scenarioTitle(scenario))
                    .append('\n');
            String disturbed = new DisturbedTrials(results).mark(scenario);
            if (!disturbed.isEmpty()) {
                text.append("  ! ").append(disturbed).append("; see below\n");
            }
            for (Metric metric : all.stream().map(Summary::metric).distinct().toList()) {
                List<Circumstance> circumstances = results.circumstances(scenario, metric);
                if (circumstances.size() > 1) {
                    row(text, "  " + metric.title(), List.of());
                }
                for (Circumstance circumstance : circumstances) {
                    List<String> cells = new ArrayList<>();
                    for (String side : run.sides()) {
                        cells.add(results.summary(scenario, metric, circumstance, side)
                                .map(TextTable::cell)
                                .orElse(Figure.NONE));
                    }
                    results.assessments()
                            .of(scenario, metric, circumstance)
                            .map(TextTable::verdict)
                            .ifPresent(cells::add);
                    row(
                            text,
                            circumstances.size() > 1 ? "    " + Wording.where(circumstance) : "  " + metric.title(),
                            cells);
                }
            }
        }
        legend(text);
        remarks(text);
        Wording wording = new Wording(results);
        if (!wording.cautions().isEmpty()) {
            text.append('\n');
            wording.cautions()
                    .forEach(caution -> text.append("! ").append(caution).append('\n'));
        }
        return plain(text);
    }

    private static String verdict(Assessment assessment) {
        Judgement judgement = assessment.judgement();
        boolean isNumbered = judgement.doubt().stream().anyMatch(doubt -> doubt == Doubt.SPREAD)
                && judgement.moreRuns().isPresent();
        if (judgement.verdict() == Verdict.NOTHING) {
            return Decision.phrase(assessment);
        }
        return judgement.ratio().map(Decision::ratio).orElse(Figure.NONE)
                + " " + Decision.word(assessment)
                + (isNumbered ? " +" + judgement.moreRuns().getAsInt() : "");
    }

    private void legend(StringBuilder text) {
        if (!results.assessments().all().isEmpty()) {
            text.append('\n');
            new Judging(results).lines().forEach(line -> text.append(line).append('\n'));
        }
    }

    /** What a reader of the figures must know of the sides, a line each. */
    private void remarks(StringBuilder text) {
        List<String> lines = results.run().sides().stream()
                .flatMap(side -> results.remarks(side).stream().map(remark -> side + ": " + remark))
                .toList();
        if (!lines.isEmpty()) {
            text.append('\n');
            lines.forEach(line -> text.append(line).append('\n'));
        }
    }

    /** Without the characters that only a page has use for. */
    private static String plain(StringBuilder text) {
        return text.toString().replace('\u00a0', ' ');
    }

    private String heading(String side) {
        return Optional.ofNullable(results.sides().get(side))
                .map(described -> side + " (" + described.profile() + ")")
                .orElse(side);
    }

    private static String cell(Summary summary) {
        String range = Figure.range(summary);
        return Figure.median(summary) + (range.isEmpty() ? "" : " (" + range + ")");
    }

    private void differences(StringBuilder text) {
        text.append(
                results.equivalence().isPresent()
                        ? "Not measured: the sides do not run the same.\n"
                        : "Not measured: the run ended before the sides were compared (" + results.outcome() + ").\n");
        results.equivalence().ifPresent(checked -> {
            for (Event.Difference difference : checked.differences()) {
                text.append("  ").append(difference.path()).append(difference.accepted() ? " (accepted)" : "");
                text.append(": ");
                List<String> values = new ArrayList<>();
                for (String side : results.run().sides()) {
                    String value = difference.values().get(side);
                    values.add(side + " " + (value == null ? "has none" : value));
                }
                text.append(String.join(", ", values)).append('\n');
            }
        });
    }

    private static void row(StringBuilder text, String first, List<String> cells) {
        StringBuilder line = new StringBuilder(pad(first, METRIC_WIDTH));
        cells.forEach(cell -> line.append(' ').append(pad(cell, SIDE_WIDTH)));
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
