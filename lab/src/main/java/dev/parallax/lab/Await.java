package dev.parallax.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on conditions, always with a deadline. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /**
     * Asks until nothing is missing.
     *
     * @param what is waited for, as in "the API server answers"
     * @param missing what is still missing, in words; empty once the condition holds
     */
    public static void until(String what, Duration limit, Supplier<Optional<String>> missing) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> answer = missing.get();
            if (answer.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new LabTimeoutException(
                        "waited " + limit.toSeconds() + " s in vain until " + what + ": " + answer.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new LabException("interrupted while waiting until " + what);
            }
        }
    }
}
