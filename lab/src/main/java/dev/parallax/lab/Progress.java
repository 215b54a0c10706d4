package dev.parallax.lab;

import java.time.Duration;

/**
 * Hears of work that takes longer than a moment. A task is named by a short phrase ("build image parallax/keystone"), ends with
 * exactly one of {@link #finished} and {@link #failed}, and may run beside others: calls come from any thread.
 */
public interface Progress {
    /** Says nothing. */
    Progress NONE = new Progress() {};

    /** The task begins. */
    default void started(String task) {}

    /** What the task is doing now, in one line. Comes often; show the latest only. */
    default void update(String task, String detail) {}

    /** The task is done after this time. */
    default void finished(String task, Duration duration) {}

    /** The task has failed; the exception that says so is thrown as well. */
    default void failed(String task, String reason) {}

    /** Runs the work as a task: started, then finished or failed. */
    default <T, E extends Exception> T run(String task, Work<T, E> work) throws E {
        long start = System.nanoTime();
        started(task);
        boolean done = false;
        try {
            T result = work.run();
            done = true;
            finished(task, Duration.ofNanos(System.nanoTime() - start));
            return result;
        } catch (RuntimeException e) {
            if (!done) {
                failed(task, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Work with a result. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }
}
