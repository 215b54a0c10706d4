package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
    @Test
    void isAShareWithItsSignOrWithout() {
        assertThat(Percent.of("5%").share()).isEqualTo(0.05);
        assertThat(Percent.of("2.5").share()).isEqualTo(0.025);
        assertThat(Percent.of("2.5")).hasToString("2.5%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0%", "100", "-5%", "1e1", "", "%", "5%%", "five"})
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> Percent.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no share; write a percentage above 0 and below 100, such as 5%");
    }
}
