package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.analysis.Measured;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void halvesAreWrittenOnlyWhereThereAreAny() {
        assertThat(Figure.of(new Measured.Between(3.5, 90, false))).isEqualTo("3.5");
        assertThat(Figure.of(new Measured.Between(3.5, 11, true))).isEqualTo("3.5\u00a0of\u00a011");
        assertThat(Figure.of(new Measured.Between(4, 10.5, true))).isEqualTo("4\u00a0of\u00a010.5");
    }
}
