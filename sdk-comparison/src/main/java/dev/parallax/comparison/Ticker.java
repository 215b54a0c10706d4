package dev.parallax.comparison;

/**
 * The one monotonic clock of a comparison, in nanoseconds from an arbitrary origin. Everything that records an instant,
 * testbeds included, reads the same ticker, so that instants can be subtracted from each other.
 */
@FunctionalInterface
public interface Ticker {
    long nanos();

    /** The clock of this Java process, {@link System#nanoTime()}. */
    static Ticker system() {
        return System::nanoTime;
    }
}
