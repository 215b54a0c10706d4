package dev.parallax.comparison.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The two-sided test of Mann and Whitney (Wilcoxon's rank sum test). It is exact up to 100 values, among them equal ones: the distribution is
 * then that of the ranks as they are tied, which the library leaves to the normal approximation. Both samples are looked at up to the least bound at which
 * a value is censored, so that all that is more is equal: a limit of time that differs between the sides is in favour of neither.
 */
public final class MannWhitney {
    private static final int EXACT = 100;
    private static final double TOP = Double.MAX_VALUE;

    private MannWhitney() {}

    /** The chance of ranks at least as far apart if both samples are of one distribution; both have at least one value. */
    public static double pValue(List<Observation> first, List<Observation> second) {
        double bound = Stream.concat(first.stream(), second.stream())
                .filter(Observation::censored)
                .mapToDouble(Observation::value)
                .min()
                .orElse(TOP);
        double[] one = upTo(bound, first);
        double[] other = upTo(bound, second);
        double[] all = DoubleStream.concat(Arrays.stream(one), Arrays.stream(other))
                .sorted()
                .toArray();
        if (all[0] == all[all.length - 1]) {
            return 1;
        }
        boolean tied = Arrays.stream(all).distinct().count() < all.length;
        if (tied && all.length <= EXACT) {
            return TiedRanks.pValue(one, all);
        }
        return MannWhitneyUTest.withDefaults()
                .with(AlternativeHypothesis.TWO_SIDED)
                .with(all.length <= EXACT ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
                .test(one, other)
                .getPValue();
    }

    /** The least p-value that samples of these sizes can have, without ties: both orders of the sides apart, of all orders. */
    static double leastPValue(int first, int second) {
        double ways = 1;
        for (int i = 1; i <= first; i++) {
            ways *= (double) (second + i) / i;
        }
        return Math.min(1, 2 / ways);
    }

    private static double[] upTo(double bound, List<Observation> sample) {
        return sample.stream()
                .mapToDouble(observation ->
                        observation.censored() || observation.value() > bound ? TOP : observation.value())
                .toArray();
    }
}
