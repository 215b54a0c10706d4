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

    /** All that a value of this range divided by one of another can be; nothing by nothing can be anything. Both are of values that are not negative. */
    Range over(Range divisor) {
        return new Range(
                low == 0 || divisor.high == Double.POSITIVE_INFINITY ? 0 : low / divisor.high,
                divisor.low == 0 ? Double.POSITIVE_INFINITY : high / divisor.low);
    }
}
