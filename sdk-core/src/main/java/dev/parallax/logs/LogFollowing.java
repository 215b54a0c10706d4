package dev.parallax.logs;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows what components write, each on a thread of its own, and hands the lines on to one thread. Replicas that come are followed from
 * their first line, those that are gone no longer.
 */
final class LogFollowing implements AutoCloseable {
    /** A connection and a thread each; whoever wants more asks for less at a time. */
    static final int MOST = 24;

    private static final int WAITING = 1024;
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Backend backend;
    private final LogQuery query;
    private final LogSource source;
    private final LogSelection selection;
    private final BlockingQueue<Runnable> told = new ArrayBlockingQueue<>(WAITING);
    private final Map<LogTarget, Thread> readers = new HashMap<>();
    private final Map<LogTarget, Long> gone = new HashMap<>();
    private final long start = System.nanoTime();
    private boolean begun;
    private volatile boolean closed;

    LogFollowing(Backend backend, LogQuery query, LogSource source, LogSelection selection) {
        this.backend = backend;
        this.query = query;
        this.source = source;
        this.selection = selection;
    }

    /** Until the thread is interrupted, or nothing of what was asked for is there any more. */
    void follow(Consumer<LogLine> reader) throws InterruptedException {
        Subscription watch = backend.watch(query.application(), status -> tell(() -> adjust(status, reader)));
        try {
            boolean there = true;
            while (there) {
                Runnable next = told.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                } else {
                    there = isThere();
                }
            }
        } finally {
            watch.close();
        }
    }

    private boolean isThere() {
        return backend.observe(query.application())
                .filter(status ->
                        query.replica().isEmpty() || !selection.targets(status).isEmpty())
                .isPresent();
    }

    private void adjust(ApplicationStatus status, Consumer<LogLine> reader) {
        List<LogTarget> targets = selection.targets(status);
        if (targets.size() > MOST) {
            throw new BackendException("these are " + targets.size() + " components of replicas, and " + MOST
                    + " can be followed at a time; name a role, a replica or a component");
        }
        Set<LogTarget> left = new HashSet<>(readers.keySet());
        targets.forEach(left::remove);
        left.forEach(target -> {
            stop(readers.remove(target));
            gone.put(target, System.nanoTime());
        });
        boolean first = !begun;
        targets.forEach(target ->
                readers.computeIfAbsent(target, added -> start(added, first ? query : meanwhile(added), reader)));
        begun = true;
    }

    /** A replica that comes while others are followed: what it wrote since then, or since it was gone. */
    private LogQuery meanwhile(LogTarget target) {
        Duration span = Duration.ofNanos(System.nanoTime() - gone.getOrDefault(target, start));
        return LogQuery.builder()
                .from(query)
                .tail(Optional.empty())
                .since(span.plus(MARGIN))
                .build();
    }

    private Thread start(LogTarget target, LogQuery asked, Consumer<LogLine> reader) {
        Thread thread = new Thread(() -> read(target, asked, reader), "parallax-logs-" + target.replica());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(LogTarget target, LogQuery asked, Consumer<LogLine> reader) {
        try {
            source.read(target, asked, line -> tell(() -> reader.accept(line)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tell(() -> {
                if (readers.containsKey(target)) {
                    throw e;
                }
            });
        }
    }

    /** Waits while the reader is behind. Interrupted, what is told is lost: nobody asks for it any more. */
    private void tell(Runnable what) {
        try {
            if (!closed) {
                told.put(what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(@Nullable Thread reader) {
        if (reader != null) {
            reader.interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        readers.values().forEach(LogFollowing::stop);
        // Whoever waits to tell something may go.
        told.clear();
    }
}
