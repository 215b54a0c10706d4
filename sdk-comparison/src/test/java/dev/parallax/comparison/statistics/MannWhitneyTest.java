package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
    /**
     * M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods" (1973), p. 69: permeability of the human chorioamnion. The example
     * of R's {@code wilcox.test} prints 0.1272 for one side; without ties the distribution is symmetric.
     */
    @Test
    void isExactWithoutTies() {
        List<Observation> term = Samples.of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46);
        List<Observation> earlier = Samples.of(1.15, 0.88, 0.90, 0.74, 1.21);

        assertThat(MannWhitney.pValue(term, earlier)).isCloseTo(2 * 0.1272, within(0.0001));
        assertThat(MannWhitney.pValue(earlier, term)).isEqualTo(MannWhitney.pValue(term, earlier));
    }

    /** Diastolic blood pressure, StatXact 4 manual, p. 221, as in the examples of {@code wilcox.exact} of R's package exactRankTests: 0.0989. */
    @Test
    void isExactWithTies() {
        List<Observation> treated = Samples.of(94, 108, 110, 90);
        List<Observation> control = Samples.of(80, 94, 85, 90, 90, 90, 108, 94, 78, 105, 88);

        assertThat(MannWhitney.pValue(control, treated)).isCloseTo(0.0989, within(0.00005));
    }

    @Test
    void countsTiedRanksAsTheLibraryCountsOthers() {
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            double[] one = random.doubles(3 + i % 8).toArray();
            double[] other = random.doubles(2 + i % 9).toArray();
            double[] all = new double[one.length + other.length];
            System.arraycopy(one, 0, all, 0, one.length);
            System.arraycopy(other, 0, all, one.length, other.length);
            Arrays.sort(all);

            assertThat(TiedRanks.pValue(one, all))
                    .isCloseTo(
                            MannWhitneyUTest.withDefaults()
                                    .with(PValueMethod.EXACT)
                                    .test(one, other)
                                    .getPValue(),
                            within(1e-12));
        }
    }

    /** Two of the 20 ways to choose three of six are as far apart; the normal approximation says 0.047. */
    @Test
    void threeRunsAgainstThreeAreNeverSignificantThoughTied() {
        assertThat(MannWhitney.pValue(Samples.of(0, 0, 0), Samples.of(7, 7, 7))).isCloseTo(0.1, within(1e-12));
        assertThat(MannWhitney.leastPValue(3, 3)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void valuesThatAreAllEqualAreOfOneDistribution() {
        assertThat(MannWhitney.pValue(Samples.of(0, 0, 0), Samples.of(0, 0))).isEqualTo(1);
    }

    @Test
    void whatIsCensoredIsMoreThanAllThatIsNot() {
        assertThat(MannWhitney.pValue(Samples.of("1 2 120+ 120+"), Samples.of("3 4 5 6")))
                .isEqualTo(MannWhitney.pValue(Samples.of("1 2 9 9"), Samples.of("3 4 5 6")));
    }

    @Test
    void aSideThatWasWaitedForLongerIsNotTheSlowerForThat() {
        assertThat(MannWhitney.pValue(Samples.of("60+ 60+ 60+ 60+"), Samples.of("70 80 90 300+")))
                .isEqualTo(1);
    }

    @Test
    void isTheLibrarysApproximationBeyondAHundred() {
        double[] one = new Random(1).doubles(60).toArray();
        double[] other = new Random(2).doubles(60).toArray();

        assertThat(MannWhitney.pValue(Samples.of(one), Samples.of(other)))
                .isEqualTo(MannWhitneyUTest.withDefaults()
                        .with(PValueMethod.ASYMPTOTIC)
                        .test(one, other)
                        .getPValue());
    }
}
