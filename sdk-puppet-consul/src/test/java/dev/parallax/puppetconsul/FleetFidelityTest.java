package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FleetFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(FleetFidelity.RULES.missing()).isEmpty();
    }
}
