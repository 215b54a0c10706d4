package dev.parallax.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "500ms", "1s", "90s", "2m", "1h", "61m"})
    void readsWhatItWrites(String text) {
        assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
    }

    @Test
    void readsSeveralUnits() {
        assertThat(DurationText.parse("1h2m3s4ms")).isEqualTo(Duration.parse("PT1H2M3.004S"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "s", "1 s", "-1s", "1.5s", "1d", "1s1m", "99999999999999999999s"})
    void saysWhatToWriteInstead(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write 500ms, 1s, 2m or 1h");
    }
}
