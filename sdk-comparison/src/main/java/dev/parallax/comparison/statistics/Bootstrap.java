package dev.parallax.comparison.statistics;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Draws runs anew, as many as there are, each of them as likely every time, and tells where what is computed of them lies: the percentile
 * interval of B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), 13.3.
 */
final class Bootstrap {
    private final double[] lows;
    private final double[] highs;
    private int resamples;

    Bootstrap(Criteria criteria) {
        lows = new double[criteria.resamples()];
        highs = new double[criteria.resamples()];
    }

    /** Is told of every resample how often each run is in it. */
    @FunctionalInterface
    interface Resample {
        void drawn(int[] times);
    }

    /** The same draws for the same number of runs and criteria, on any machine. What is not {@code usable} is drawn again. */
    static void draw(int runs, Criteria criteria, Predicate<int[]> usable, Resample resample) {
        // Its algorithm is part of the specification of Java, unlike those of newer generators.
        Random random = new Random(criteria.seed());
        int[] times = new int[runs];
        for (int drawn = 0; drawn < criteria.resamples(); drawn++) {
            do {
                Arrays.fill(times, 0);
                for (int i = 0; i < runs; i++) {
                    times[random.nextInt(runs)]++;
                }
            } while (!usable.test(times));
            resample.drawn(times);
        }
    }

    /** What a resample gives. */
    void put(Range value) {
        lows[resamples] = value.low();
        highs[resamples] = value.high();
        resamples++;
    }

    /** Where all but a share of {@code tail} at each end lie. */
    Range interval(double tail) {
        return new Range(percentile(lows, tail), percentile(highs, 1 - tail));
    }

    private double percentile(double[] values, double share) {
        double[] sorted = Arrays.copyOf(values, resamples);
        Arrays.sort(sorted);
        int rank = (int) Math.round((resamples + 1) * share);
        return sorted[Math.max(1, Math.min(resamples, rank)) - 1];
    }
}
