package dev.parallax.puppetconsul.consul;

import java.time.Duration;

/** What a blocking query waits for: a change after {@code index}, at most {@code atMost}. Index 0 does not wait. */
public record Since(long index, Duration atMost) {
    /** An answer at once. */
    public static final Since NOW = new Since(0, Duration.ZERO);
}
