package dev.parallax.comparison.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The first side's median by the second's (Kaplan and Meier's where values are censored). {@code estimate} is a point unless a median is known
 * only to be more than a bound; {@code estimateWithError} is that estimate if each median is wrong by as much as the observer may be off, which no number of runs
 * narrows; {@code interval} is where the ratio lies with the confidence asked for; {@code withError} is that interval if each median besides is wrong by as
 * much. Where both medians are 0 any ratio is possible.
 *
 * <p>The interval is that of the {@link Bootstrap}'s percentiles. What is drawn anew are runs, each with what it gave on both sides, so that
 * what both have in common in a run stays in common. BCa is not used: its acceleration is taken from the jackknife, which is inconsistent for
 * medians (Efron and Tibshirani, 11.6).
 */
public record RatioOfMedians(Range estimate, Range estimateWithError, Range interval, Range withError) {
    /** Empty when a side has fewer than two values, or every value of both is 0. The same for the same blocks and criteria, on any machine. */
    static Optional<RatioOfMedians> of(List<Block> blocks, Criteria criteria) {
        if (values(blocks, Block::first).size() < 2
                || values(blocks, Block::second).size() < 2
                || isNothing(blocks)) {
            return Optional.empty();
        }
        Side first = new Side(blocks, Block::first);
        Side second = new Side(blocks, Block::second);
        int[] once = new int[blocks.size()];
        Arrays.fill(once, 1);
        Range one = first.median(once);
        Range other = second.median(once);
        Bootstrap sampled = new Bootstrap(criteria);
        Bootstrap withError = new Bootstrap(criteria);
        Bootstrap.draw(blocks.size(), criteria, times -> first.isIn(times) && second.isIn(times), times -> {
            Range drawn = first.median(times);
            Range against = second.median(times);
            sampled.put(drawn.over(against));
            withError.put(drawn.widened(first.error).over(against.widened(second.error)));
        });
        double tail = criteria.alpha() / 2;
        return Optional.of(new RatioOfMedians(
                one.over(other),
                one.widened(first.error).over(other.widened(second.error)),
                sampled.interval(tail),
                withError.interval(tail)));
    }

    /** Whether both sides have values and every one is 0, such as of a fault that harmed nothing. */
    static boolean isNothing(List<Block> blocks) {
        return Stream.of(values(blocks, Block::first), values(blocks, Block::second))
                .allMatch(sample -> !sample.isEmpty()
                        && sample.stream().allMatch(value -> value.value() == 0 && !value.censored()));
    }

    static List<Observation> values(List<Block> blocks, Function<Block, Optional<Observation>> side) {
        return blocks.stream().map(side).flatMap(Optional::stream).toList();
    }

    private static final class Side {
        final double error;
        private final int[] runs;
        private final int[] own;
        private final KaplanMeier distribution;

        Side(List<Block> blocks, Function<Block, Optional<Observation>> side) {
            List<Observation> sample = values(blocks, side);
            error = sample.stream().mapToDouble(Observation::error).max().orElse(0);
            runs = IntStream.range(0, blocks.size())
                    .filter(run -> side.apply(blocks.get(run)).isPresent())
                    .toArray();
            own = new int[runs.length];
            distribution = KaplanMeier.of(sample);
        }

        boolean isIn(int[] times) {
            for (int run : runs) {
                if (times[run] > 0) {
                    return true;
                }
            }
            return false;
        }

        Range median(int[] times) {
            for (int i = 0; i < runs.length; i++) {
                own[i] = times[runs[i]];
            }
            return distribution.quantile(0.5, own).range();
        }
    }
}
