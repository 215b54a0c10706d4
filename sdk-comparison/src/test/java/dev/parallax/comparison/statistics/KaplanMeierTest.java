package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parallax.comparison.statistics.KaplanMeier.Quantile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Against the survival of patients with acute myelogenous leukaemia (R. G. Miller, "Survival Analysis", 1981, p. 49; data set {@code aml} of R's
 * package survival) as R prints it.
 */
class KaplanMeierTest {
    private static final String MAINTAINED = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+";
    private static final String NOT_MAINTAINED = "5 5 8 8 12 16+ 23 27 30 33 43 45";

    /** {@code survfit(Surv(time, status) ~ x, data = aml)}: medians 31 and 23. */
    @Test
    void mediansAreThoseOfR() {
        assertThat(KaplanMeier.of(Samples.of(MAINTAINED)).median()).isEqualTo(new Quantile(31, false));
        assertThat(KaplanMeier.of(Samples.of(NOT_MAINTAINED)).median()).isEqualTo(new Quantile(23, false));
    }

    /** {@code summary} of the same. */
    @Test
    void survivalIsThatOfR() {
        KaplanMeier distribution = KaplanMeier.of(Samples.of(MAINTAINED));

        Map.of(8, 1.0, 9, 0.909, 13, 0.818, 18, 0.716, 23, 0.614, 31, 0.491)
                .forEach((time, survival) ->
                        assertThat(distribution.survival(time)).isCloseTo(survival, within(0.0005)));
    }

    /** {@code survfit(Surv(time) ~ x, data = aml)}, as if nothing were censored: medians 28 and 19.5. */
    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(KaplanMeier.of(Samples.of(MAINTAINED.replace("+", ""))).median())
                .isEqualTo(new Quantile(28, false));
        assertThat(KaplanMeier.of(Samples.of(NOT_MAINTAINED.replace("+", ""))).median())
                .isEqualTo(new Quantile(19.5, false));
    }

    @Test
    void quantileThatCensoringHidesIsABound() {
        assertThat(KaplanMeier.of(Samples.of("3 120+ 120+")).median()).isEqualTo(new Quantile(120, true));
        assertThat(KaplanMeier.of(Samples.of("3 5 120+ 120+")).median()).isEqualTo(new Quantile(62.5, true));
        assertThat(KaplanMeier.of(Samples.of("3 5 120+")).median()).isEqualTo(new Quantile(5, false));
    }

    @Test
    void fewerThanTwentyHaveTheirLargestValueAtNinetyFivePerCent() {
        assertThat(KaplanMeier.of(Samples.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).quantile(0.95))
                .isEqualTo(new Quantile(10, false));
        double[] twenty = new double[20];
        for (int i = 0; i < 20; i++) {
            twenty[i] = i + 1;
        }
        assertThat(KaplanMeier.of(Samples.of(twenty)).quantile(0.95)).isEqualTo(new Quantile(19.5, false));
    }
}
