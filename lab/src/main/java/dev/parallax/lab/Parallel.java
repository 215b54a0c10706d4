package dev.parallax.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Work that is done at the same time: the same for several hosts, or two things beside each other. */
public final class Parallel {
    private static final Duration END = Duration.ofSeconds(30);

    private Parallel() {}

    /** Does the work for each and returns once all are done; a failure ends the others. */
    public static <T> void each(Collection<T> items, Consumer<? super T> work) {
        map(items, item -> {
            work.accept(item);
            return true;
        });
    }

    /** The work's result for each, in the items' order. */
    public static <T, R> List<R> map(Collection<T> items, Function<? super T, R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, items.size()), Parallel::thread);
        try {
            List<Future<R>> futures = new ArrayList<>();
            for (T item : items) {
                futures.add(threads.submit(() -> work.apply(item)));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new LabException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /**
     * The result of the work, done while something else is done beside it; returns, or fails, once both have ended. Of two failures that
     * of the work is thrown, and the other is suppressed.
     */
    public static <R> R beside(Runnable other, Supplier<R> work) {
        CompletableFuture<?> ending =
                CompletableFuture.runAsync(other, run -> thread(run).start());
        R result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            failure(ending).ifPresent(e::addSuppressed);
            throw e;
        }
        failure(ending).ifPresent(e -> {
            throw e;
        });
        return result;
    }

    /** Waits for the end. */
    private static Optional<RuntimeException> failure(CompletableFuture<?> ending) {
        try {
            ending.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause() instanceof RuntimeException cause ? cause : e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "parallax-lab");
        thread.setDaemon(true);
        return thread;
    }

    /** After a failure the caller may undo what the others did, so they must not go on doing it. */
    private static void awaitEnd(ExecutorService threads) {
        try {
            if (!threads.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new LabException("work that was interrupted does not end within " + END.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
