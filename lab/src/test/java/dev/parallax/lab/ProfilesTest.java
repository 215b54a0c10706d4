package dev.parallax.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.lab.kubernetes.TimerProfile;
import dev.parallax.puppetconsul.profile.FleetProfile;
import org.junit.jupiter.api.Test;

class ProfilesTest {
    @Test
    void eachSideHasItsOwn() {
        assertThat(Profiles.of("default")).isEqualTo(new Profiles(TimerProfile.DEFAULT, FleetProfile.RECONCILED));
        assertThat(Profiles.of("classic")).isEqualTo(new Profiles(TimerProfile.TUNED, FleetProfile.CLASSIC));
        assertThat(Profiles.of("classic,default").names()).isEqualTo("default,classic");
        assertThat(Profiles.of("tuned,reconciled").names()).isEmpty();
        assertThat(Profiles.of("classic+replace=5m").names()).isEqualTo("classic+replace=5m");
    }

    @Test
    void saysWhichThereAre() {
        assertThatThrownBy(() -> Profiles.of("fast"))
                .hasMessage(
                        "no such profile: fast; Kubernetes' are tuned and default, the fleet's reconciled and classic");
        assertThatThrownBy(() -> Profiles.of("classic,reconciled"))
                .hasMessage("reconciled is the second profile of the fleet; write one of each side at most");
    }
}
