package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunsNeededTest {
    private static final Criteria CRITERIA = Criteria.withSeed(1);

    /**
     * The test of R's package WMWssp (E. Brunner, A. C. Bathke and F. Konietschke, "Rank and Pseudo-Rank Procedures for Independent Observations in
     * Factorial Designs"): 114.74467 in all; the example of {@code size.test.mann} of R's package statpsych: 44 in each.
     */
    @Test
    void noethersFormulaGivesThePublishedSizes() {
        assertThat(RunsNeeded.noether(0.05, 0.8, 0.349)).isCloseTo(114.74467, within(1e-4));
        assertThat(Math.ceil(RunsNeeded.noether(0.05, 0.9, 0.3) / 2)).isEqualTo(44);
    }

    /** Of 2 in C(14, 7) = 3432 orders both sides are apart; 85 such tests keep to 0.05 together, 86 do not. */
    @Test
    void atLeastSoManyAreNeededThatTheLeastPValueSurvivesTheFamily() {
        assertThat(Family.leastRuns(1, CRITERIA)).isEqualTo(6);
        assertThat(Family.leastRuns(85, CRITERIA)).isEqualTo(7);
        assertThat(Family.leastRuns(86, CRITERIA)).isEqualTo(8);
    }

    @Test
    void intervalShrinksWithTheRootOfTheRuns() {
        double far = Math.log(1.4) / Math.log(1.2);
        RatioOfMedians ratio = ratio(1.2, 1.2 / 1.4, 1.2 * 1.4);

        assertThat(new RunsNeeded(CRITERIA, 1).of(100, ratio, 0.9)).hasValue((int) Math.ceil(100 * far * far));
    }

    @Test
    void equivalenceNeedsBothEndsWithinTheMargin() {
        double far = Math.log(1.3) / Math.log(1.1);

        assertThat(new RunsNeeded(CRITERIA, 1).of(10, ratio(1, 1 / 1.3, 1.3), 0.1))
                .hasValue((int) Math.ceil(10 * far * far));
    }

    @Test
    void noNumberOfRunsMakesUpForTheObserver() {
        RatioOfMedians blurred =
                new RatioOfMedians(Range.of(1), new Range(0.85, 1.15), new Range(0.99, 1.01), new Range(0.8, 1.2));

        assertThat(new RunsNeeded(CRITERIA, 1).of(10, blurred, 0.1)).isEmpty();
    }

    /** By the observer's error it may be more than the margin, but not less than nothing. */
    @Test
    void differenceWithinTheMarginCanBeFoundWhereEquivalenceCannot() {
        RatioOfMedians slight =
                new RatioOfMedians(Range.of(1.08), new Range(1.05, 1.11), new Range(1.02, 1.14), new Range(0.99, 1.17));
        double far = Math.log(1.08 / 1.02) / Math.log(1.05);

        assertThat(new RunsNeeded(CRITERIA, 1).of(10, slight, 0.9)).hasValue((int) Math.ceil(10 * far * far));
    }

    @Test
    void nothingIsToldFromMediansThatAreNoPoints() {
        assertThat(new RunsNeeded(CRITERIA, 1)
                        .of(
                                10,
                                new RatioOfMedians(
                                        new Range(2, Double.POSITIVE_INFINITY),
                                        new Range(2, Double.POSITIVE_INFINITY),
                                        new Range(0.5, Double.POSITIVE_INFINITY),
                                        new Range(0.5, Double.POSITIVE_INFINITY)),
                                0.1))
                .isEmpty();
        assertThat(new RunsNeeded(CRITERIA, 1).of(10, ratio(0, 0, 1), 0.1)).isEmpty();
    }

    private static RatioOfMedians ratio(double estimate, double low, double high) {
        Range interval = new Range(low, high);
        return new RatioOfMedians(Range.of(estimate), Range.of(estimate), interval, interval);
    }
}
