package dev.parallax.comparison.report;

import java.util.ArrayList;
import java.util.List;

/** Seconds to pixels, and round ticks. */
record TimeAxis(long start, long end, double left, double right) {
    private static final long SECOND = 1_000_000_000L;
    private static final long[] STEPS = {
        SECOND / 10,
        SECOND / 5,
        SECOND / 2,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        20 * SECOND,
        30 * SECOND,
        60 * SECOND,
        120 * SECOND,
        300 * SECOND,
        600 * SECOND,
        1800 * SECOND
    };

    double x(long instant) {
        double share = (double) (Math.max(start, Math.min(end, instant)) - start) / (end - start);
        return left + share * (right - left);
    }

    /** At most this many gaps between ticks, at round instants. */
    List<Long> ticks(int most) {
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if ((end - start) / STEPS[i] <= most) {
                step = STEPS[i];
            }
        }
        List<Long> ticks = new ArrayList<>();
        for (long tick = Math.floorDiv(start + step - 1, step) * step; tick <= end; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    static String label(long tick) {
        double seconds = tick / 1e9;
        return Drawing.number(seconds);
    }
}
