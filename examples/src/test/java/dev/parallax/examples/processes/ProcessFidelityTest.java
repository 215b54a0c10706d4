package dev.parallax.examples.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(ProcessFidelity.RULES.missing()).isEmpty();
    }
}
