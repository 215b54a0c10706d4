package dev.parallax.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C, and the signal that ends a daemon: interrupts the thread that runs the command and gives it a while to put
 * things in order. The JVM then ends with the status of the signal (130 for Ctrl-C) by itself.
 */
final class Interruption {
    private static final Duration GRACE = Duration.ofSeconds(15);

    private enum State {
        RUNNING,
        FINISHED,
        INTERRUPTED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread worker;
    private final Invocation invocation;

    private Interruption(Thread worker, Invocation invocation) {
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

    private void interrupt() {
        if (!state.compareAndSet(State.RUNNING, State.INTERRUPTED)) {
            return;
        }
        invocation.beginInterruption();
        worker.interrupt();
        try {
            boolean inOrder = ended.await(GRACE.toSeconds(), TimeUnit.SECONDS);
            if (!inOrder) {
                invocation.err().println("parallax: what was running did not stop within " + GRACE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        invocation.sayInterrupted();
    }
}
