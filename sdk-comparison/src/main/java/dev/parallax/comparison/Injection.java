package dev.parallax.comparison;

/**
 * When a fault took effect, by the {@link Ticker}: not before {@code before}, at the latest at {@code after}. Intervals are
 * measured from {@code before}; the difference is part of their error bound.
 */
public record Injection(long before, long after) {
    public Injection {
        if (after - before < 0) {
            throw new IllegalArgumentException("a fault cannot end before it begins");
        }
    }

    /** Does the fault and reads the clock right before and right after it. */
    public static <X extends Exception> Injection of(Ticker ticker, Fault<X> fault) throws X {
        long before = ticker.nanos();
        fault.inject();
        return new Injection(before, ticker.nanos());
    }

    /** The act itself, with everything prepared beforehand. */
    @FunctionalInterface
    public interface Fault<X extends Exception> {
        void inject() throws X;
    }
}
