package dev.parallax.comparison.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One metric of one scenario on one side over all measured runs, or over those of one {@link Circumstance}: every point in the order of the runs,
 * and the least, the median and the largest of those that are figures. Absent when there is none.
 */
public record Summary(
        String scenario,
        Metric metric,
        Circumstance circumstance,
        String side,
        List<Point> points,
        Optional<Measured> least,
        Optional<Measured> median,
        Optional<Measured> most) {
    public Summary {
        points = List.copyOf(points);
    }

    /** A figure and the run it comes from. */
    public record Point(int run, Measured measured) {}

    static Summary of(String scenario, Metric metric, Circumstance circumstance, String side, List<Point> points) {
        List<Measured> figures = new ArrayList<>(
                points.stream().map(Point::measured).filter(Measured::isFigure).toList());
        figures.sort(Comparator.comparingLong(Measured::magnitude)
                .thenComparing(measured -> measured instanceof Measured.MoreThan));
        if (figures.isEmpty()) {
            return new Summary(
                    scenario, metric, circumstance, side, points, Optional.empty(), Optional.empty(), Optional.empty());
        }
        return new Summary(
                scenario,
                metric,
                circumstance,
                side,
                points,
                Optional.of(figures.get(0)),
                Optional.of(median(figures)),
                Optional.of(figures.get(figures.size() - 1)));
    }

    private static Measured median(List<Measured> sorted) {
        int middle = sorted.size() / 2;
        if (sorted.size() % 2 == 1) {
            return sorted.get(middle);
        }
        Measured low = sorted.get(middle - 1);
        Measured high = sorted.get(middle);
        long mean = low.magnitude() + (high.magnitude() - low.magnitude()) / 2;
        if (low instanceof Measured.MoreThan || high instanceof Measured.MoreThan) {
            return new Measured.MoreThan(mean);
        }
        if (low instanceof Measured.Time one && high instanceof Measured.Time other) {
            return new Measured.Time(mean, Math.max(one.error(), other.error()));
        }
        if (low instanceof Measured.Share one && high instanceof Measured.Share other) {
            return new Measured.Share(mean, one.of() + (other.of() - one.of()) / 2);
        }
        return low instanceof Measured.Count one && high instanceof Measured.Count other && one.count() != other.count()
                ? new Measured.Count(mean, Math.max(one.of(), other.of()))
                : low;
    }
}
