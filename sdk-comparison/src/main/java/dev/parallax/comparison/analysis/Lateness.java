package dev.parallax.comparison.analysis;

import java.util.Arrays;

/**
 * How much later than their schedule the observer sent the probes of the measured trials, in nanoseconds: half of the {@code probes} at most
 * by {@code median}, 99 of 100 by {@code most99} (nearest rank), all by {@code most}. All 0 without probes.
 */
public record Lateness(long probes, long median, long most99, long most) {
    static Lateness of(long[] late) {
        long[] sorted = late.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        return count == 0
                ? new Lateness(0, 0, 0, 0)
                : new Lateness(count, rank(sorted, 50), rank(sorted, 99), sorted[count - 1]);
    }

    private static long rank(long[] sorted, int percent) {
        return sorted[(int) ((long) percent * sorted.length + 99) / 100 - 1];
    }
}
