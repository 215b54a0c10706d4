package dev.parallax.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test lets it: in {@link #advance}, or as far as needed in {@link #await}, which takes no real time.
 * Everything happens on the caller's thread, so that each run is the same. For one thread at a time.
 */
public final class ManualTimeline implements Timeline {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long given;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        tasks.add(new Task(now + delay.toNanos(), given++, task));
    }

    /** Lets time pass, and everything happen that is due in it. */
    public void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        while (runNext(end)) {
            // Until nothing more is due.
        }
        goTo(end);
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration timeout) {
        long end = nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (!runNext(end)) {
                goTo(end);
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    @Override
    public void changed() {}

    @Override
    public synchronized void close() {
        tasks.clear();
    }

    private boolean runNext(long end) {
        Task task = takeUntil(end);
        if (task == null) {
            return false;
        }
        task.action().run();
        return true;
    }

    private synchronized @Nullable Task takeUntil(long end) {
        Task next = tasks.peek();
        if (next == null || next.due() > end) {
            return null;
        }
        now = Math.max(now, next.due());
        return tasks.poll();
    }

    private synchronized void goTo(long end) {
        now = Math.max(now, end);
    }

    private record Task(long due, long number, Runnable action) {}
}
