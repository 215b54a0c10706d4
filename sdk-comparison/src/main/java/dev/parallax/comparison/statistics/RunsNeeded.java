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

    /** Of each side in all; {@code runs}: those of the smaller sample. */
    OptionalInt of(int runs, RatioOfMedians ratio, double delta) {
        if (!ratio.estimate().isPoint()) {
            return OptionalInt.empty();
        }
        double estimate = StrictMath.log(ratio.estimate().low());
        double margin = StrictMath.log1p(criteria.margin());
        double needed;
        if (Math.abs(estimate) > margin) {
            boolean more = estimate > 0;
            double shrunk = more ? low(ratio, estimate, estimate) : high(ratio, estimate, -estimate);
            // Of samples that are wholly apart it says too many: their p-value is the least there is.
            double ranked = Math.abs(delta) == 1
                    ? least()
                    : noether(criteria.alpha() / family, criteria.power(), (delta + 1) / 2) / 2;
            needed = Math.max(least(), Math.max(runs * shrunk, ranked));
        } else {
            needed = Math.max(
                    criteria.leastRuns(),
                    runs * Math.max(low(ratio, estimate, margin + estimate), high(ratio, estimate, margin - estimate)));
        }
        // Not a number either: of a ratio of 0, say.
        return needed <= MOST ? OptionalInt.of(Math.max(runs + 1, (int) Math.ceil(needed))) : OptionalInt.empty();
    }

    private static double low(RatioOfMedians ratio, double estimate, double room) {
        return times(
                estimate,
                StrictMath.log(ratio.interval().low()),
                StrictMath.log(ratio.withError().low()),
                room);
    }

    private static double high(RatioOfMedians ratio, double estimate, double room) {
        return times(
                estimate,
                StrictMath.log(ratio.interval().high()),
                StrictMath.log(ratio.withError().high()),
                room);
    }

    /** By how much the runs have to become more for one end of the interval to come within the room that the observer's error leaves. */
    private static double times(double estimate, double end, double endWithError, double room) {
        double left = room - Math.abs(endWithError - end);
        double share = Math.abs(end - estimate) / left;
        return left > 0 ? share * share : Double.POSITIVE_INFINITY;
    }
}
