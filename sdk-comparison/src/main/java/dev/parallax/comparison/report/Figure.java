package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Summary;
import java.time.Duration;
import java.util.Locale;

/** How figures are written: seconds with the digits that mean something, {@code > 120 s} for what took longer. */
final class Figure {
    static final String NONE = "–";
    /** A length of time that is nothing, as of a span in which nothing failed. */
    static final String UNHARMED = "none";
    /** Keeps a number and its unit on one line. */
    private static final String UNIT = "\u00a0s";
    /** Before the number of all of a share. */
    private static final String OF = "\u00a0of\u00a0";

    private Figure() {}

    static String of(Measured measured) {
        if (measured instanceof Measured.Time time) {
            return time.nanos() == 0 ? UNHARMED : seconds(time.nanos()) + UNIT;
        }
        if (measured instanceof Measured.MoreThan more) {
            return ">\u00a0" + seconds(more.nanos()) + UNIT;
        }
        if (measured instanceof Measured.Count count) {
            return String.valueOf(count.count());
        }
        if (measured instanceof Measured.Share share) {
            return share.count() + OF + share.of();
        }
        if (measured instanceof Measured.Between between) {
            return halves(between.count()) + (between.isShare() ? OF + halves(between.of()) : "");
        }
        return NONE;
    }

    private static String halves(double count) {
        return count == Math.rint(count) ? String.valueOf((long) count) : String.valueOf(count);
    }

    /** The middle one. */
    static String median(Summary summary) {
        return summary.median().map(Figure::of).orElse(NONE);
    }

    /** From the least to the most, when there are several that differ. */
    static String range(Summary summary) {
        String least = summary.least().map(Figure::bound).orElse("");
        String most = summary.most().map(Figure::bound).orElse("");
        if (least.equals(most)) {
            return "";
        }
        String from = least.endsWith(UNIT) && most.endsWith(UNIT)
                ? least.substring(0, least.length() - UNIT.length())
                : least;
        return from + " to " + most;
    }

    /** The range of shares is that of their counts: the least and the most are of different numbers. */
    private static String bound(Measured measured) {
        return measured instanceof Measured.Share share ? String.valueOf(share.count()) : of(measured);
    }

    static String seconds(long nanos) {
        double seconds = nanos / 1e9;
        int digits = Math.abs(seconds) < 9.995 ? 2 : Math.abs(seconds) < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f", seconds);
    }

    static String milliseconds(long nanos) {
        double millis = nanos / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    static String error(long nanos) {
        return nanos < 10_000_000L ? String.format(Locale.ROOT, "%.3f s", nanos / 1e9) : seconds(nanos) + " s";
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", Math.round(bytes / 1048576.0))
                .replace(',', ' ');
    }

    /** Such as {@code 14 min 5 s}. */
    static String length(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
