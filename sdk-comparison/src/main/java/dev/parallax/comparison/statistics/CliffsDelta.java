package dev.parallax.comparison.statistics;

import java.util.List;

/**
 * How far one sample dominates another: the share of pairs in which the first's value is the larger, less the share in which the second's is.
 * N. Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions", Psychological Bulletin 114 (1993). Of a pair of which
 * censoring hides the larger, neither is.
 */
public final class CliffsDelta {
    private CliffsDelta() {}

    /** From -1, every value of the first sample is the smaller, to 1. */
    public static double of(List<Observation> first, List<Observation> second) {
        long sum = 0;
        for (Observation one : first) {
            for (Observation other : second) {
                sum += sign(one, other);
            }
        }
        return (double) sum / ((long) first.size() * second.size());
    }

    private static int sign(Observation one, Observation other) {
        if (one.censored()) {
            return !other.censored() && other.value() <= one.value() ? 1 : 0;
        }
        if (other.censored()) {
            return one.value() <= other.value() ? -1 : 0;
        }
        return Double.compare(one.value(), other.value());
    }
}
