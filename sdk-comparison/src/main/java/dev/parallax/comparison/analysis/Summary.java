package dev.parallax.comparison.analysis;

import dev.parallax.comparison.statistics.KaplanMeier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One metric of one scenario on one side over all measured runs, or over those of one {@link Circumstance}: every point in the order of the runs,
 * and the least, the median, the largest of those that are figures and what 95 of 100 are within. Absent when there is none. The median and {@code p95} are
 * {@link KaplanMeier}'s: of fewer than 20 points p95 is the largest.
 */
public record Summary(
        String scenario,
        Metric metric,
        Circumstance circumstance,
        String side,
        List<Point> points,
        Optional<Measured> least,
        Optional<Measured> median,
        Optional<Measured> most,
        Optional<Measured> p95) {
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
                    scenario,
                    metric,
                    circumstance,
                    side,
                    points,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        KaplanMeier distribution = KaplanMeier.of(figures.stream()
                .map(measured -> measured.observation().orElseThrow())
                .toList());
        return new Summary(
                scenario,
                metric,
                circumstance,
                side,
                points,
                Optional.of(figures.get(0)),
                Optional.of(quantile(figures, distribution.median())),
                Optional.of(figures.get(figures.size() - 1)),
                Optional.of(quantile(figures, distribution.quantile(0.95))));
    }

    private static Measured quantile(List<Measured> sorted, KaplanMeier.Quantile quantile) {
        if (quantile.bound()) {
            return new Measured.MoreThan((long) quantile.value());
        }
        List<Measured> known = sorted.stream()
                .filter(measured -> !(measured instanceof Measured.MoreThan))
                .toList();
        Measured low = known.stream()
                .filter(measured -> measured.magnitude() <= quantile.value())
                .reduce((earlier, later) -> later)
                .orElseThrow();
        Measured high = known.stream()
                .filter(measured -> measured.magnitude() >= quantile.value())
                .findFirst()
                .orElseThrow();
        return middle(low, high);
    }

    private static Measured middle(Measured low, Measured high) {
        if (low instanceof Measured.Time one && high instanceof Measured.Time other) {
            return new Measured.Time(
                    one.nanos() + (other.nanos() - one.nanos()) / 2, Math.max(one.error(), other.error()));
        }
        if (low instanceof Measured.Share one && high instanceof Measured.Share other) {
            long count = one.count() + other.count();
            long of = one.of() + other.of();
            return isEven(count) && isEven(of)
                    ? new Measured.Share(count / 2, of / 2)
                    : new Measured.Between(count / 2.0, of / 2.0, true);
        }
        if (low instanceof Measured.Count one && high instanceof Measured.Count other && one.count() != other.count()) {
            long count = one.count() + other.count();
            long of = Math.max(one.of(), other.of());
            return isEven(count) ? new Measured.Count(count / 2, of) : new Measured.Between(count / 2.0, of, false);
        }
        return low;
    }

    private static boolean isEven(long number) {
        return number % 2 == 0;
    }
}
