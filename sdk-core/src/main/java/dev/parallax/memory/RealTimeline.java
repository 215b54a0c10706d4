package dev.parallax.memory;

import dev.parallax.SystemTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Real time. */
final class RealTimeline implements Timeline {
    private final ScheduledExecutorService executor = executor();
    private final Object monitor = new Object();
    private long changes;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return SystemTime.clock().instant();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            Future<?> unused = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (!executor.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long start = nanoTime();
        while (true) {
            long seen = changes();
            if (condition.getAsBoolean()) {
                return true;
            }
            synchronized (monitor) {
                while (changes == seen) {
                    long left = timeout.toMillis() - TimeUnit.NANOSECONDS.toMillis(nanoTime() - start);
                    if (left <= 0) {
                        return false;
                    }
                    monitor.wait(left);
                }
            }
        }
    }

    private long changes() {
        synchronized (monitor) {
            return changes;
        }
    }

    @Override
    public void changed() {
        synchronized (monitor) {
            changes++;
            monitor.notifyAll();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static ScheduledExecutorService executor() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parallax-in-memory");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }
}
