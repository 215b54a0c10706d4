package dev.parallax.comparison.statistics;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What two samples show. {@code firstRuns} and {@code secondRuns} have a value; with fewer than two on a side, and where every value is 0, there is no {@code ratio}.
 *
 * @param delta {@link CliffsDelta}
 * @param pValue of {@link MannWhitney}
 * @param adjusted that of {@link Holm} over the family; empty with too few runs to be one of it
 * @param doubt why the verdict is inconclusive, and only then
 * @param moreRuns how many more runs of each side would about decide it; empty when that cannot be told from these, or none would
 */
public record Judgement(
        int firstRuns,
        int secondRuns,
        Optional<RatioOfMedians> ratio,
        OptionalDouble delta,
        OptionalDouble pValue,
        OptionalDouble adjusted,
        Verdict verdict,
        Optional<Doubt> doubt,
        OptionalInt moreRuns) {}
