package dev.parallax.comparison.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Judges many comparisons of two sides together, such as all metrics of all scenarios of one report, so that the chance of any difference being found among
 * those whose sides are distributed alike stays at the level.
 *
 * <p>Nothing: every value of both sides is 0, in however many runs. Equivalent: the interval of the ratio of medians, the observer's error included, lies within the margin. Otherwise less or more: that
 * interval lies on one side of 1, and the rank test's p-value, adjusted for the family, is at most the level. Otherwise, and of other values always with fewer runs than {@link Criteria#leastRuns()},
 * inconclusive.
 */
public final class Family {
    private final Criteria criteria;
    private final RunsNeeded needed;

    private Family(Criteria criteria, int size) {
        this.criteria = criteria;
        this.needed = new RunsNeeded(criteria, size);
    }

    /** In the order of {@code comparisons}, each of which is the runs of one. */
    public static List<Judgement> judged(List<List<Block>> comparisons, Criteria criteria) {
        List<Sample> samples =
                comparisons.stream().map(blocks -> new Sample(blocks, criteria)).toList();
        List<Sample> tested =
                samples.stream().filter(sample -> sample.isEnough(criteria)).toList();
        double[] adjusted = Holm.adjusted(
                tested.stream().mapToDouble(sample -> sample.pValue).toArray());
        Family family = new Family(criteria, tested.isEmpty() ? samples.size() : tested.size());
        List<Judgement> judgements = new ArrayList<>();
        int next = 0;
        for (Sample sample : samples) {
            OptionalDouble p = sample.isEnough(criteria) ? OptionalDouble.of(adjusted[next++]) : OptionalDouble.empty();
            judgements.add(family.judged(sample, p));
        }
        return judgements;
    }

    /** How many runs of each side are needed at least, so that each of so many comparisons can be decided either way. */
    public static int leastRuns(int comparisons, Criteria criteria) {
        return new RunsNeeded(criteria, comparisons).least();
    }

    private Judgement tooFew(Sample sample) {
        return sample.judged(
                OptionalDouble.empty(),
                Verdict.INCONCLUSIVE,
                Optional.of(Doubt.TOO_FEW_RUNS),
                OptionalInt.of(needed.least() - sample.runs()));
    }

    private Judgement judged(Sample sample, OptionalDouble adjusted) {
        if (sample.isNothing) {
            return sample.judged(adjusted, Verdict.NOTHING, Optional.empty(), OptionalInt.empty());
        }
        if (adjusted.isEmpty()) {
            return tooFew(sample);
        }
        RatioOfMedians ratio = sample.ratio.orElseThrow();
        Verdict verdict = verdict(ratio.withError(), adjusted.getAsDouble() <= criteria.alpha());
        if (verdict != Verdict.INCONCLUSIVE) {
            return sample.judged(adjusted, verdict, Optional.empty(), OptionalInt.empty());
        }
        OptionalInt runs = needed.of(sample.runs(), ratio, sample.delta);
        return sample.judged(
                adjusted,
                verdict,
                Optional.of(doubt(ratio)),
                runs.isPresent() ? OptionalInt.of(runs.getAsInt() - sample.runs()) : runs);
    }

    /** What would keep it open if both medians were known from ever so many runs; if nothing would, it is that there are only so many. */
    private Doubt doubt(RatioOfMedians ratio) {
        if (verdict(ratio.estimate(), true) == Verdict.INCONCLUSIVE) {
            return Doubt.NO_RATIO;
        }
        return verdict(ratio.estimateWithError(), true) == Verdict.INCONCLUSIVE
                ? Doubt.ERROR_OF_THE_OBSERVER
                : Doubt.SPREAD;
    }

    private Verdict verdict(Range ratio, boolean differs) {
        if (ratio.isWithin(1 / (1 + criteria.margin()), 1 + criteria.margin())) {
            return Verdict.EQUIVALENT;
        }
        if (differs && ratio.high() < 1) {
            return Verdict.LESS;
        }
        return differs && ratio.low() > 1 ? Verdict.MORE : Verdict.INCONCLUSIVE;
    }

    private static final class Sample {
        private final List<Observation> first;
        private final List<Observation> second;
        private final boolean isNothing;
        private final Optional<RatioOfMedians> ratio;
        private final boolean isTestable;
        private final double pValue;
        private final double delta;

        Sample(List<Block> blocks, Criteria criteria) {
            first = RatioOfMedians.values(blocks, Block::first);
            second = RatioOfMedians.values(blocks, Block::second);
            isNothing = RatioOfMedians.isNothing(blocks);
            ratio = RatioOfMedians.of(blocks, criteria);
            isTestable = runs() > 1;
            pValue = isTestable ? MannWhitney.pValue(first, second) : 1;
            delta = isTestable ? CliffsDelta.of(first, second) : 0;
        }

        /** Of the side that has fewer. */
        int runs() {
            return Math.min(first.size(), second.size());
        }

        boolean isEnough(Criteria criteria) {
            return runs() >= criteria.leastRuns();
        }

        Judgement judged(OptionalDouble adjusted, Verdict verdict, Optional<Doubt> doubt, OptionalInt moreRuns) {
            return new Judgement(
                    first.size(),
                    second.size(),
                    ratio,
                    isTestable ? OptionalDouble.of(delta) : OptionalDouble.empty(),
                    isTestable ? OptionalDouble.of(pValue) : OptionalDouble.empty(),
                    adjusted,
                    verdict,
                    doubt,
                    moreRuns);
        }
    }
}
