package dev.parallax.comparison.statistics;

/**
 * One value of a sample, not negative. {@code error}: the truth is at most so far from it, as far as the observer can be at fault;
 * {@code censored}: it is known only to be more (right-censored).
 */
public record Observation(double value, double error, boolean censored) {
    public Observation {
        if (!(value >= 0 && error >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "a finite value that is not negative is needed, not " + value + " with an error of " + error);
        }
    }

    public static Observation of(double value) {
        return new Observation(value, 0, false);
    }

    public static Observation moreThan(double bound) {
        return new Observation(bound, 0, true);
    }
}
