package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CliffsDeltaTest {
    /** The tests of R's package effsize, {@code cliff.delta}: -0.25. */
    @Test
    void isThatOfThePublishedExample() {
        assertThat(CliffsDelta.of(
                        Samples.of(10, 10, 20, 20, 20, 30, 30, 30, 40, 50), Samples.of(10, 20, 30, 40, 40, 50)))
                .isEqualTo(-0.25);
    }

    @Test
    void pairsOfWhichCensoringHidesTheLargerCountNeitherWay() {
        assertThat(CliffsDelta.of(Samples.of("60+"), Samples.of("60 70 60+ 10")))
                .isEqualTo(0.5);
        assertThat(CliffsDelta.of(Samples.of("60 70 60+ 10"), Samples.of("60+")))
                .isEqualTo(-0.5);
    }
}
