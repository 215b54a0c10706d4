package dev.parallax.comparison.statistics;

/** From {@code low} to {@code high}, both included; {@code high} may be infinite. */
public record Range(double low, double high) {
    public Range {
        if (!(low <= high)) {
            throw new IllegalArgumentException("a range from " + low + " to " + high);
        }
    }

    static Range of(double value) {
        return new Range(value, value);
    }

    public boolean isPoint() {
        return low == high;
    }

    boolean isWithin(double least, double most) {
        return low >= least && high <= most;
    }

    /** This range of values that are not negative, each of which may be wrong by {@code error}. */
    Range widened(double error) {
        return new Range(Math.max(0, low - error), high + error);
    }

    /**
     * All that this range divided by another can be. Nothing by nothing is 1: the two are the same. Both ranges are of values that are not
     * negative.
     */
    Range over(Range divisor) {
        return new Range(quotient(low, divisor.high), quotient(high, divisor.low));
    }

    private static double quotient(double dividend, double divisor) {
        if (dividend == 0) {
            return divisor == 0 ? 1 : 0;
        }
        return divisor == Double.POSITIVE_INFINITY ? 0 : dividend / divisor;
    }
}
