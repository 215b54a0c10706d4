package dev.parallax.comparison.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The product-limit estimate of how a sample with censored values is distributed: E. L. Kaplan and P. Meier, "Nonparametric Estimation from
 * Incomplete Observations", JASA 53 (1958). Without censored values its quantiles are those of the sample (type 2 of R. J. Hyndman and Y. Fan,
 * "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996): averaged where the distribution steps at the level itself), and its median is the median.
 */
public final class KaplanMeier {
    /** By so much a product of fractions may miss the level that it is equal to. */
    private static final double ROUNDING = 1e-9;

    private final List<Observation> sorted = new ArrayList<>();
    /** Of each in {@code sorted}, its place in the sample. */
    private final int[] places;

    /** {@code bound}: the quantile is known only to be more than {@code value}, or as much, since the sample's largest values are censored. */
    public record Quantile(double value, boolean bound) {
        Range range() {
            return new Range(value, bound ? Double.POSITIVE_INFINITY : value);
        }
    }

    private KaplanMeier(List<Observation> sample) {
        places = IntStream.range(0, sample.size())
                .boxed()
                .sorted(Comparator.comparing(
                        sample::get,
                        Comparator.comparingDouble(Observation::value).thenComparing(Observation::censored)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place : places) {
            sorted.add(sample.get(place));
        }
    }

    public static KaplanMeier of(List<Observation> sample) {
        if (sample.isEmpty()) {
            throw new IllegalArgumentException("an empty sample has no distribution");
        }
        return new KaplanMeier(sample);
    }

    /** The share of those that are estimated to be more than {@code value}. */
    public double survival(double value) {
        double survival = 1;
        int atRisk = sorted.size();
        for (Observation observation : sorted) {
            if (observation.value() > value) {
                break;
            }
            if (!observation.censored()) {
                survival *= (atRisk - 1.0) / atRisk;
            }
            atRisk--;
        }
        return survival;
    }

    public Quantile median() {
        return quantile(0.5);
    }

    /** {@code share}: of the values that are at most as large, above 0 and below 1. */
    public Quantile quantile(double share) {
        return quantile(share, IntStream.generate(() -> 1).limit(places.length).toArray());
    }

    /** Of the sample that has each value as often as {@code times} says at its place. */
    Quantile quantile(double share, int[] times) {
        double level = 1 - share;
        double survival = 1;
        int atRisk = 0;
        for (int place : places) {
            atRisk += times[place];
        }
        double reached = Double.NaN;
        double last = Double.NaN;
        for (int i = 0; i < places.length; i++) {
            int count = times[places[i]];
            if (count == 0) {
                continue;
            }
            Observation observation = sorted.get(i);
            last = observation.value();
            if (!observation.censored()) {
                survival *= (double) (atRisk - count) / atRisk;
                if (survival < level - ROUNDING) {
                    return new Quantile(Double.isNaN(reached) ? last : (reached + last) / 2, false);
                }
                if (survival <= level + ROUNDING && Double.isNaN(reached)) {
                    reached = last;
                }
            }
            atRisk -= count;
        }
        return new Quantile(Double.isNaN(reached) ? last : (reached + last) / 2, true);
    }
}
