package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Assessment;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.statistics.Doubt;
import dev.parallax.comparison.statistics.Judgement;
import dev.parallax.comparison.statistics.Range;
import dev.parallax.comparison.statistics.RatioOfMedians;
import dev.parallax.comparison.statistics.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** How verdicts are written. */
final class Decision {
    private Decision() {}

    /** One word for programs, of the first side beside the second. */
    static String word(Assessment assessment) {
        return word(assessment, assessment.judgement().verdict());
    }

    /** The same for readers: that there was nothing says of how many runs it is said. */
    static String phrase(Assessment assessment) {
        Judgement judgement = assessment.judgement();
        if (judgement.verdict() != Verdict.NOTHING) {
            return word(assessment);
        }
        int first = judgement.firstRuns();
        int second = judgement.secondRuns();
        return "none on either side, in "
                + (first != second ? first + " and " + second + " runs" : first == 1 ? "one run" : first + " runs");
    }

    private static String word(Assessment assessment, Verdict verdict) {
        boolean isTime = assessment.metric().unit() == Metric.Unit.TIME;
        return switch (verdict) {
            case LESS -> isTime ? "faster" : "fewer";
            case MORE -> isTime ? "slower" : "more";
            case EQUIVALENT -> "equivalent";
            case NOTHING -> "none";
            case INCONCLUSIVE -> "inconclusive";
        };
    }

    /** Names the side that is faster or has fewer. */
    static String named(Assessment assessment, List<String> sides) {
        return switch (assessment.judgement().verdict()) {
            case LESS -> sides.get(0) + " " + word(assessment);
            case MORE -> sides.get(1) + " " + word(assessment, Verdict.LESS);
            case EQUIVALENT, NOTHING, INCONCLUSIVE -> phrase(assessment);
        };
    }

    static String because(Doubt doubt) {
        return doubt.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Such as {@code 1.35 (1.02 to 1.66)}; without an upper end {@code 4.00 or more}; of what has no ratio a dash. */
    static String ratio(RatioOfMedians ratio) {
        if (ratio.estimate().low() == 0 && !Double.isFinite(ratio.estimate().high())) {
            return Figure.NONE;
        }
        String estimate = range(ratio.estimate());
        return estimate.equals(interval(ratio)) ? estimate : estimate + " (" + interval(ratio) + ")";
    }

    static String interval(RatioOfMedians ratio) {
        return range(ratio.interval());
    }

    private static String range(Range range) {
        if (range.isPoint()) {
            return number(range.low());
        }
        return Double.isFinite(range.high())
                ? number(range.low()) + " to " + number(range.high())
                : number(range.low()) + " or more";
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "∞";
        }
        if (value >= 1_000) {
            return BigDecimal.valueOf(value).round(new MathContext(3)).toPlainString();
        }
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    }

    /** What would decide it, or keeps it from being decided; empty of what is decided. */
    static String next(Judgement judgement) {
        if (judgement.doubt().isEmpty()) {
            return "";
        }
        Doubt doubt = judgement.doubt().get();
        String more = judgement.moreRuns().isEmpty()
                ? ""
                : judgement.moreRuns().getAsInt() + " more "
                        + (judgement.moreRuns().getAsInt() == 1 ? "run" : "runs");
        return switch (doubt) {
            case TOO_FEW_RUNS -> "too few runs: " + more + " at least";
            case ERROR_OF_THE_OBSERVER -> "within what the observer may be off, however many the runs";
            case NO_RATIO -> "these medians have no ratio";
            case SPREAD -> more.isEmpty() ? "the runs differ too much" : "about " + more + " would decide it";
        };
    }

    /** Such as {@code p 0.003, δ -0.82}: adjusted, and Cliff's delta; empty where there are none, or nothing to tell apart. */
    static String evidence(Judgement judgement) {
        return judgement.verdict() == Verdict.NOTHING
                        || judgement.adjusted().isEmpty()
                        || judgement.delta().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "p\u00a0%s, δ\u00a0%.2f",
                        probability(judgement.adjusted().getAsDouble()),
                        judgement.delta().getAsDouble());
    }

    private static String probability(double p) {
        return p < 0.001 ? "<\u00a00.001" : String.format(Locale.ROOT, p < 0.1 ? "%.3f" : "%.2f", p);
    }
}
