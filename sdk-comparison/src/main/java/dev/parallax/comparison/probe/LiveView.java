package dev.parallax.comparison.probe;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.comparison.Ticker;
import dev.parallax.comparison.history.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the observer knows at this moment: the orchestrator's latest state, and how each target has been answering since the last {@link
 * #mark}. Safe for several threads.
 */
public final class LiveView {
    private final Ticker ticker;
    private final Map<String, Answers> answers = new HashMap<>();
    private @Nullable ApplicationStatus status;
    private long marked = Long.MIN_VALUE;

    private static final class Answers {
        int goodInARow;
        boolean failed;
        boolean lastGood;
    }

    LiveView(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Forgets how targets answered so far; probes meant to be sent before this instant no longer count. */
    public synchronized void mark(long instant) {
        marked = instant;
        answers.clear();
    }

    public synchronized Optional<ApplicationStatus> status() {
        return Optional.ofNullable(status);
    }

    /** Good probes in a row, up to the latest; 0 for a target that was not probed since the mark. */
    public synchronized int goodInARow(String target) {
        Answers known = answers.get(target);
        return known == null ? 0 : known.goodInARow;
    }

    /** Whether the latest probe was good. */
    public synchronized boolean isGood(String target) {
        Answers known = answers.get(target);
        return known != null && known.lastGood;
    }

    /** Whether any probe since the mark failed. */
    public synchronized boolean hasFailed(String target) {
        Answers known = answers.get(target);
        return known != null && known.failed;
    }

    /**
     * Waits until the condition holds; it is asked after each change.
     *
     * @return whether it held before the time was up
     */
    public synchronized boolean await(Predicate<LiveView> condition, long timeoutNanos) throws InterruptedException {
        long deadline = ticker.nanos() + timeoutNanos;
        while (!condition.test(this)) {
            long left = deadline - ticker.nanos();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        }
        return true;
    }

    synchronized void observed(ApplicationStatus latest) {
        status = latest;
        notifyAll();
    }

    synchronized void probed(Event.ProbeEnded probe) {
        if (probe.intended() < marked) {
            return;
        }
        Answers known = answers.computeIfAbsent(probe.target(), target -> new Answers());
        if (probe.outcome().isGood()) {
            known.goodInARow++;
            known.lastGood = true;
        } else if (probe.outcome().isFailure()) {
            known.goodInARow = 0;
            known.lastGood = false;
            known.failed = true;
        }
        notifyAll();
    }
}
