package dev.parallax.comparison.analysis;

import dev.parallax.comparison.statistics.Observation;
import java.util.Optional;

/** One figure of one trial. Times are nanoseconds. */
public sealed interface Measured {
    /** A length of time; the truth is at most {@code error} away, as far as the observer can be at fault. */
    record Time(long nanos, long error) implements Measured {}

    /** A number of events. */
    record Count(long count, long of) implements Measured {}

    /** How many of a number of events; told with that number, since it says little without. */
    record Share(long count, long of) implements Measured {}

    /** The middle of two numbers of events, and of all of each, where it is no whole number; {@code isShare}: of a {@link Share}. No trial has it, but medians do. */
    record Between(double count, double of, boolean isShare) implements Measured {}

    /** It had not happened when the trial's limit was reached (censored). */
    record MoreThan(long nanos) implements Measured {}

    /** There is no such figure of this trial; never counts as a value. */
    record Missing(String why) implements Measured {}

    /** Whether it takes part in minima, medians and maxima. */
    default boolean isFigure() {
        return !(this instanceof Missing);
    }

    /** For sorting: the value, or the bound that it exceeds. */
    default long magnitude() {
        if (this instanceof Time time) {
            return time.nanos();
        }
        if (this instanceof Count count) {
            return count.count();
        }
        if (this instanceof Share share) {
            return share.count();
        }
        if (this instanceof Between between) {
            return (long) between.count();
        }
        return this instanceof MoreThan more ? more.nanos() : 0;
    }

    /** As a value of a sample, by its magnitude; empty of what is missing. */
    default Optional<Observation> observation() {
        long error = this instanceof Time time ? time.error() : 0;
        return isFigure()
                ? Optional.of(new Observation(magnitude(), error, this instanceof MoreThan))
                : Optional.empty();
    }
}
