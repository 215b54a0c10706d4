package dev.parallax.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The time a simulation lives in, and the one thread of control on which everything in it happens, in the order of time. */
public interface Timeline extends AutoCloseable {
    /** Nanoseconds since some fixed moment. */
    long nanoTime();

    /** The time of day there. */
    Instant now();

    /** Runs a task once the delay has passed; tasks due at the same time run in the order in which they were given. */
    void after(Duration delay, Runnable task);

    /** Waits until the condition holds, at most for the time given; returns whether it does. */
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException;

    /** Has waiting conditions looked at again. Called without locks held. */
    void changed();

    /** Ends the timeline; tasks that are not due yet never run. */
    @Override
    void close();

    /** Real time, on a daemon thread of its own. */
    static Timeline real() {
        return new RealTimeline();
    }
}
