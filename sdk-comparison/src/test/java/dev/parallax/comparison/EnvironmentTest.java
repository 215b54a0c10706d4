package dev.parallax.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void memoryIsInTheUnitThatPeopleBuyItIn() {
        assertThat(Environment.gibibytes("24689764 kB")).isEqualTo("23.5 GiB");
        assertThat(Environment.gibibytes("unknown")).isEqualTo("unknown");
    }
}
