package dev.parallax.comparison.history;

import dev.parallax.comparison.Ticker;

/** The clock of one run: nanoseconds since it started. */
public final class RunClock {
    private final Ticker ticker;
    private final long origin;

    private RunClock(Ticker ticker) {
        this.ticker = ticker;
        this.origin = ticker.nanos();
    }

    /** Starts now. */
    public static RunClock start(Ticker ticker) {
        return new RunClock(ticker);
    }

    public long now() {
        return ticker.nanos() - origin;
    }

    /** The instant of this run at which the ticker showed {@code tickerNanos}. */
    public long at(long tickerNanos) {
        return tickerNanos - origin;
    }

    public Ticker ticker() {
        return ticker;
    }
}
