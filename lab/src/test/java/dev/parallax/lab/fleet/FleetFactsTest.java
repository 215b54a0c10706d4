package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.SideFacts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetFactsTest {
    @Test
    void predictsTheLatestInstantAtWhichALostHostIsNoticed() {
        SideFacts.HostLoss loss =
                FleetFacts.hostLoss(Map.of("GossipLANProbeInterval", "300ms", "GossipLANSuspicionMult", "2"));

        // Two rounds over four other hosts and a look that fails; then six times the multiplier.
        assertThat(loss.noticedWithin()).isEqualTo(Duration.ofMillis(300 * (9 + 12)));
        assertThat(loss.because()).isEqualTo("(9 looks + 12 of suspicion) x 300ms GossipLANProbeInterval");
    }

    @Test
    void takesConsulsOwnTimersWhereNoneWereRead() {
        assertThat(FleetFacts.hostLoss(Map.of()).noticedWithin()).isEqualTo(Duration.ofSeconds(9 + 24));
    }
}
