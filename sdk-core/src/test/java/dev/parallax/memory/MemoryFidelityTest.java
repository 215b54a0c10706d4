package dev.parallax.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(MemoryFidelity.RULES.missing()).isEmpty();
    }
}
