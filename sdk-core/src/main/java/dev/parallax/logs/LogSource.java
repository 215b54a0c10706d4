package dev.parallax.logs;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import java.util.function.Consumer;

/** How a backend reads what one component of one replica wrote. Used by several threads. */
@FunctionalInterface
public interface LogSource {
    /**
     * Tells the lines in the order in which they were written, on the calling thread, and returns when there are no more. With {@link
     * LogQuery#follow} it goes on until it is interrupted, and takes up again what was cut off; it may return when the replica is gone. A
     * component that has not started yet has no lines. What cannot be read is a {@link BackendException}.
     */
    void read(LogTarget target, LogQuery query, Consumer<LogLine> lines) throws InterruptedException;
}
