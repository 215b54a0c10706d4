package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class RatioOfMediansTest {
    private static final Criteria CRITERIA = Criteria.withSeed(42);

    /**
     * B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), tables 14.1 and 14.2: the variance of 26 values, 171.5, whose
     * percentile interval at 90 % is 100.8 to 233.9. They drew 2,000 resamples, by which each end has a standard error of 2.
     */
    @Test
    void percentilesAreThoseOfThePublishedExample() {
        double[] spatial = {
            48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41
        };
        int[] once = new int[spatial.length];
        Arrays.fill(once, 1);
        Bootstrap bootstrap = new Bootstrap(CRITERIA);

        Bootstrap.draw(
                spatial.length, CRITERIA, times -> true, times -> bootstrap.put(Range.of(variance(spatial, times))));

        assertThat(variance(spatial, once)).isCloseTo(171.5, within(0.05));
        assertThat(bootstrap.interval(0.05).low()).isCloseTo(100.8, within(4.0));
        assertThat(bootstrap.interval(0.05).high()).isCloseTo(233.9, within(4.0));
    }

    private static double variance(double[] values, int[] times) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            sum += times[i] * values[i];
            squares += times[i] * values[i] * values[i];
        }
        double mean = sum / values.length;
        return squares / values.length - mean * mean;
    }

    /**
     * The survival of nine mice (ibid., table 2.1). The median of a resample exceeds the k-th smallest with the chance that at most
     * four of nine draws are of the first k (B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7 (1979), section 3).
     */
    @Test
    void intervalOfOneMedianIsTheExactOne() {
        double[] control = {10, 27, 30, 40, 46, 51, 52, 104, 146};
        double low = 0;
        double high = 0;
        for (int k = 9; k >= 1; k--) {
            double atMost = 1 - BinomialDistribution.of(9, k / 9.0).cumulativeProbability(4);
            low = atMost >= 0.025 ? control[k - 1] : low;
            high = atMost >= 0.975 ? control[k - 1] : high;
        }

        RatioOfMedians ratio = ratio(Samples.of(control), Samples.of(1, 1, 1, 1, 1, 1, 1, 1, 1));

        assertThat(ratio.estimate()).isEqualTo(Range.of(46));
        assertThat(ratio.interval()).isEqualTo(new Range(low, high));
    }

    @Test
    void sameBlocksAndSeedGiveTheSameInterval() {
        List<Observation> first = Samples.of(3, 1, 4, 1, 5, 9, 2, 6);
        List<Observation> second = Samples.of(2, 7, 1, 8, 2, 8, 1, 8);

        assertThat(ratio(first, second)).isEqualTo(ratio(first, second));
    }

    /** Both sides are slower in the same runs: resampled together their ratio is certain. */
    @Test
    void whatBothSidesHaveInCommonInARunStaysInCommon() {
        List<Observation> first = Samples.of(1, 2, 3, 4, 5, 6, 7, 8);
        List<Observation> twice = Samples.of(2, 4, 6, 8, 10, 12, 14, 16);
        List<Observation> mixed = new ArrayList<>(twice);
        Collections.reverse(mixed);

        assertThat(ratio(first, twice).interval()).isEqualTo(Range.of(0.5));
        assertThat(ratio(first, mixed).interval().isPoint()).isFalse();
    }

    @Test
    void errorOfTheObserverWidensTheInterval() {
        RatioOfMedians ratio = ratio(
                List.of(new Observation(1, 0.1, false), new Observation(1, 0, false)),
                List.of(new Observation(2, 0, false), new Observation(2, 0.2, false)));

        assertThat(ratio.interval()).isEqualTo(Range.of(0.5));
        assertThat(ratio.estimateWithError()).isEqualTo(ratio.withError());
        assertThat(ratio.withError().low()).isCloseTo(0.9 / 2.2, within(1e-12));
        assertThat(ratio.withError().high()).isCloseTo(1.1 / 1.8, within(1e-12));
    }

    @Test
    void medianThatCensoringHidesLeavesTheRatioOpen() {
        RatioOfMedians ratio = ratio(Samples.of("100+ 100+ 100+"), Samples.of("10 10 10"));

        assertThat(ratio.estimate()).isEqualTo(new Range(10, Double.POSITIVE_INFINITY));
        assertThat(ratio.interval()).isEqualTo(new Range(10, Double.POSITIVE_INFINITY));
        assertThat(ratio(Samples.of("10 10 10"), Samples.of("100+ 100+ 100+")).interval())
                .isEqualTo(new Range(0, 0.1));
    }

    @Test
    void nothingByNothingHasNoRatio() {
        List<Observation> none = Collections.nCopies(6, new Observation(0, 0.05, false));

        assertThat(RatioOfMedians.of(Samples.blocks(none, none), CRITERIA)).isEmpty();
        assertThat(ratio(none, Samples.of(1, 1, 1, 1, 1, 1)).estimate()).isEqualTo(Range.of(0));
        assertThat(ratio(Samples.of(1, 1, 1, 1, 1, 1), none).estimate()).isEqualTo(Range.of(Double.POSITIVE_INFINITY));
    }

    /** Such as failed requests, none of them in most runs of both sides. */
    @Test
    void mediansThatAreNothingCanHaveAnyRatio() {
        RatioOfMedians ratio = ratio(Samples.of(0, 0, 0, 0, 0, 9, 9), Samples.of(0, 0, 0, 0, 0, 0, 0));

        assertThat(ratio.estimate()).isEqualTo(new Range(0, Double.POSITIVE_INFINITY));
        assertThat(ratio.interval()).isEqualTo(new Range(0, Double.POSITIVE_INFINITY));
    }

    @Test
    void runsThatGaveNothingOnASideTakePartForTheOther() {
        List<Block> blocks = List.of(
                Block.of(Observation.of(1), Observation.of(2)),
                new Block(Optional.empty(), Optional.of(Observation.of(2))),
                new Block(Optional.of(Observation.of(1)), Optional.empty()));

        assertThat(RatioOfMedians.of(blocks, CRITERIA).orElseThrow().interval()).isEqualTo(Range.of(0.5));
        assertThat(RatioOfMedians.of(blocks.subList(0, 2), CRITERIA)).isEmpty();
    }

    private static RatioOfMedians ratio(List<Observation> first, List<Observation> second) {
        return RatioOfMedians.of(Samples.blocks(first, second), CRITERIA).orElseThrow();
    }
}
