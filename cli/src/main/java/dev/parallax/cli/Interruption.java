package dev.parallax.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C, and the signal that ends a daemon: interrupts the thread that runs the command and gives it a while to put
 * things in order, as long as {@link Invocation#timeToEnd} says. The JVM then ends with the status of the signal (130 for Ctrl-C) by itself.
 */
final class Interruption {
    private enum State {
        RUNNING,
        FINISHED,
        INTERRUPTED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread worker;
    private final Invocation invocation;

    Interruption(Thread worker, Invocation invocation) {
        this.worker = worker;
        this.invocation = invocation;
    }

    static Interruption ofThisThread(Invocation invocation) {
        Interruption interruption = new Interruption(Thread.currentThread(), invocation);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interrupt, "interruption"));
        return interruption;
    }

    /** Called by the worker at its end; false if the JVM is ending already and the worker has to leave it alone. */
    boolean finish() {
        boolean first = state.compareAndSet(State.RUNNING, State.FINISHED);
        ended.countDown();
        return first;
    }

    /** Returns when the worker has ended, or its time is over: a request to a host that does not answer can be ended by nothing else. */
    void interrupt() {
        if (!state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
            return;
        }
        invocation.beginInterruption();
        worker.interrupt();
        try {
            Duration grace = invocation.timeToEnd();
            boolean inOrder = ended.await(grace.toMillis(), TimeUnit.MILLISECONDS);
            if (!inOrder && invocation.leavesThingsToPutInOrder()) {
                invocation.err().println("parallax: what was running did not stop within " + grace.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        invocation.sayInterrupted();
    }
}
