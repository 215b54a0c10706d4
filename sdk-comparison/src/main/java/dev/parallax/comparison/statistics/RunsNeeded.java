package dev.parallax.comparison.statistics;

import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many runs of each side would decide what some runs did not, if further ones are like these. An interval is taken to shrink with the root of the
 * number of runs; the rank test to need what G. E. Noether, "Sample Size Determination for Some Common Nonparametric Tests", JASA 82 (1987),
 * gives.
 */
final class RunsNeeded {
    /** No more than so many are told: that is an estimate of nothing but that there is hardly a difference to be found. */
    private static final int MOST = 1_000;

    private final Criteria criteria;
    private final int family;

    /** {@code family}: how many tests are made. */
    RunsNeeded(Criteria criteria, int family) {
        this.criteria = criteria;
        this.family = Math.max(1, family);
    }

    /** Both samples together, as large as each other, for a two-sided test; {@code larger}: the chance that a value of one is larger than one of the other. */
    static double noether(double alpha, double power, double larger) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double sum = normal.inverseSurvivalProbability(alpha / 2) + normal.inverseCumulativeProbability(power);
        return sum * sum / (3 * (larger - 0.5) * (larger - 0.5));
    }

    /** Of each side, so that a difference can be found at all: that the least p-value is below the level after Holm's first step. */
    int least() {
        int runs = criteria.leastRuns();
        while (MannWhitney.leastPValue(runs, runs) * family > criteria.alpha()) {
            runs++;
        }
        return runs;
    }

    /** Of each side in all, the fewer of those for a difference and for equivalence; {@code runs}: those of the smaller sample. */
    OptionalInt of(int runs, RatioOfMedians ratio, double delta) {
        if (!ratio.estimate().isPoint()) {
            return OptionalInt.empty();
        }
        double needed = Math.min(forDifference(runs, ratio, delta), forEquivalence(runs, ratio));
        return needed <= MOST ? OptionalInt.of(Math.max(runs + 1, (int) Math.ceil(needed))) : OptionalInt.empty();
    }

    private double forDifference(int runs, RatioOfMedians ratio, double delta) {
        double shrunk = ratio.estimate().low() > 1 ? low(ratio, 1) : high(ratio, 1);
        // Of samples that are wholly apart it says too many: their p-value is the least there is.
        double ranked = Math.abs(delta) == 1
                ? least()
                : noether(criteria.alpha() / family, criteria.power(), (delta + 1) / 2) / 2;
        return Math.max(least(), Math.max(runs * shrunk, ranked));
    }

    private double forEquivalence(int runs, RatioOfMedians ratio) {
        double most = 1 + criteria.margin();
        return Math.max(criteria.leastRuns(), runs * Math.max(low(ratio, 1 / most), high(ratio, most)));
    }

    /** By how much the runs have to become more for the interval's lower end to be no less than that. */
    private static double low(RatioOfMedians ratio, double least) {
        return times(
                log(ratio.estimate().low()) - log(ratio.interval().low()),
                log(ratio.estimateWithError().low()) - log(least));
    }

    /** The same of its upper end, to be no more than that. */
    private static double high(RatioOfMedians ratio, double most) {
        return times(
                log(ratio.interval().high()) - log(ratio.estimate().high()),
                log(most) - log(ratio.estimateWithError().high()));
    }

    /** {@code room}: what the observer's error leaves for the scatter, which is not a number, and none, where all resamples are 0 or all are something by 0. */
    private static double times(double scatter, double room) {
        if (!(room > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double share = Double.isNaN(scatter) ? 0 : scatter / room;
        return share * share;
    }

    private static double log(double value) {
        return StrictMath.log(value);
    }
}
