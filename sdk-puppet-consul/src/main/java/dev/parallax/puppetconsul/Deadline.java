package dev.parallax.puppetconsul;

import java.time.Duration;

/** A moment after which nothing is waited for any more. */
record Deadline(long nanoTime) {
    static Deadline in(Duration duration) {
        Duration bounded = duration.compareTo(Duration.ofDays(365)) < 0 ? duration : Duration.ofDays(365);
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
