package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Assessment;
import dev.parallax.comparison.analysis.Assessments;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.statistics.Criteria;
import dev.parallax.comparison.statistics.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the verdicts come to, and by what they were given. */
final class Judging {
    private final Assessments assessments;
    private final List<String> sides;
    private final int runs;

    Judging(Results results) {
        this.assessments = results.assessments();
        this.sides = results.run().sides();
        this.runs = results.run().runs();
    }

    /** Of all comparisons together. */
    String outcome() {
        if (assessments.tested() == 0) {
            int some = assessments.criteria().leastRuns();
            return "Inconclusive for want of runs: there were " + runs + " of each side. A verdict takes at least "
                    + some
                    + (assessments.leastRuns() == some
                            ? "."
                            : ", and " + assessments.leastRuns() + " for any difference to stand out among "
                                    + assessments.all().size() + " comparisons.");
        }
        String counts = Stream.of(
                        count(verdict -> verdict == Verdict.LESS, "for " + sides.get(0)),
                        count(verdict -> verdict == Verdict.MORE, "for " + sides.get(1)),
                        count(verdict -> verdict == Verdict.EQUIVALENT, "equivalent within " + margin()),
                        count(verdict -> verdict == Verdict.NOTHING, "with none on either side in any run"),
                        count(verdict -> verdict == Verdict.INCONCLUSIVE, "inconclusive"))
                .collect(Collectors.joining(", "));
        return "Of " + assessments.all().size() + " comparisons of both sides' figures: " + counts + ".";
    }

    private String count(Predicate<Verdict> of, String what) {
        return assessments.all().stream()
                        .map(assessment -> assessment.judgement().verdict())
                        .filter(of)
                        .count()
                + " " + what;
    }

    /** For those who read the verdicts in a table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (assessments.tested() == 0) {
            lines.add(outcome());
            return lines;
        }
        lines.add("Of " + sides.get(0) + " beside " + sides.get(1)
                + ": faster, fewer, slower, more; of sides that are alike at most "
                + percent(assessments.criteria().alpha())
                + " of reports would say so of any of the " + assessments.tested()
                + " comparisons with enough runs; equivalent: within " + margin() + ".");
        if (assessments.all().stream()
                .map(Assessment::judgement)
                .anyMatch(judgement -> judgement.moreRuns().isPresent())) {
            lines.add("inconclusive +N: about N more runs of each side would decide it.");
        }
        return lines;
    }

    /** For those who want to know how. */
    String method() {
        Criteria criteria = assessments.criteria();
        return "Verdicts are of " + sides.get(0) + "'s figures beside " + sides.get(1)
                + "'s. The ratio is that of their medians (Kaplan and Meier's where a trial reached its limit of time), with the "
                + confidence() + " interval of " + criteria.resamples()
                + " bootstrap resamples of the runs, both sides' together. Equivalent: the interval, widened by what the observer may be off, lies between 1 / "
                + plain(1 + criteria.margin()) + " and " + plain(1 + criteria.margin())
                + ". Faster or fewer: the widened interval lies on one side of 1, and p is at most " + criteria.alpha()
                + ": of the rank test of Mann and Whitney, adjusted by Holm's method for the "
                + (assessments.tested() == 0
                        ? "comparisons with enough runs (here none)"
                        : assessments.tested() + " comparisons with enough runs")
                + ". None on either side: all values of all runs are 0, and nothing is said of further ones."
                + " δ is Cliff's: 1 or -1 when no two values of the sides overlap, 0 when they are mixed."
                + " On fewer than " + criteria.leastRuns() + " runs of each side there is no verdict; "
                + assessments.leastRuns() + " are the fewest on which each of "
                + (assessments.tested() == 0 ? "all " + assessments.all().size() : "these")
                + " could be decided either way.";
    }

    private String margin() {
        return percent(assessments.criteria().margin());
    }

    private String confidence() {
        return percent(1 - assessments.criteria().alpha());
    }

    private static String percent(double share) {
        return plain(share * 100) + "\u00a0%";
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
