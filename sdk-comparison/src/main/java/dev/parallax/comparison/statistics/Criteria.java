package dev.parallax.comparison.statistics;

/**
 * By what a verdict is given. {@code alpha}: the chance of a wrong one that is accepted, and 1 less the confidence of intervals;
 * {@code margin}: sides whose medians differ by at most this share are as good as equal; {@code power}: with which chance a true difference
 * shall be found by the runs that are asked for; {@code resamples}: of a bootstrap, such that {@code alpha / 2} of one more is a whole number (A. C.
 * Davison and D. V. Hinkley, "Bootstrap Methods and their Application", 1997, 2.4); {@code seed}: of its draws.
 */
public record Criteria(double alpha, double margin, double power, int resamples, long seed) {
    /** That which is taken where nobody chose another. */
    public static final double MARGIN = 0.1;

    /** 95 %, {@link #MARGIN} and a power of 80 %. */
    public static Criteria withSeed(long seed) {
        return new Criteria(0.05, MARGIN, 0.8, 9_999, seed);
    }

    public Criteria withMargin(double chosen) {
        return new Criteria(alpha, chosen, power, resamples, seed);
    }

    /**
     * With fewer runs of a side nothing is decided: not even from the least to the largest value a sample holds its distribution's median with that confidence,
     * but with that of 1 - 2^(1-n) (the sign test's interval; H. A. David and H. N. Nagaraja, "Order Statistics", 2003, 7.1).
     */
    public int leastRuns() {
        int runs = 1;
        while (StrictMath.pow(2, 1 - runs) > alpha) {
            runs++;
        }
        return runs;
    }
}
