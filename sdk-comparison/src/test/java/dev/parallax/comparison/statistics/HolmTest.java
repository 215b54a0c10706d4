package dev.parallax.comparison.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
    /** The example of the article "Holm-Bonferroni method" in Wikipedia: at 0.05 the first and the fourth are rejected. */
    @Test
    void adjustsThePublishedExample() {
        assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    }

    @Test
    void isNeverMoreThanOne() {
        assertThat(Holm.adjusted(new double[] {0.6, 0.9})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[0])).isEmpty();
    }
}
