package dev.parallax.puppetconsul.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.puppetconsul.profile.FleetProfile.Platform;
import dev.parallax.puppetconsul.profile.FleetProfile.Polling;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetProfileTest {
    @Test
    void readsWhatItWrites() {
        assertThat(FleetProfile.of("reconciled")).isEqualTo(FleetProfile.RECONCILED);
        assertThat(FleetProfile.of("classic")).isEqualTo(FleetProfile.CLASSIC);
        FleetProfile quick = FleetProfile.of("classic+poll=5s+check=1s+render=1s+replace=20s");
        assertThat(FleetProfile.of(quick.name())).isEqualTo(quick);
        assertThat(quick.polling()).contains(new Polling(Duration.ofSeconds(5), Duration.ofHours(24)));
        assertThat(quick.platform()).contains(new Platform(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(quick.counting()).contains(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "modern | no such profile: modern; the profiles are reconciled and classic",
                "reconciled+poll=5s | reconciled has no settings",
                "classic+poll | 'poll' is no setting; write such as classic+replace=5m",
                "classic+pull=5s | there is no setting 'pull'; the settings are check, forced, poll, render and replace",
                "classic+poll=7s | no whole part of a minute",
                "classic+poll=90s | no whole part of a minute",
                "classic+replace=0s | replace is 0s; write a longer time",
                "classic+replace=soon | not a duration: 'soon'",
            })
    void saysWhatToWriteInstead(String text, String complaint) {
        assertThatThrownBy(() -> FleetProfile.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"5s, *:*:0/5", "1m, *:0/1:00", "15m, *:0/15:00", "1h, *:00:00"})
    void turnsAreByTheClock(String every, String calendar) {
        assertThat(FleetProfile.of("classic+poll=" + every).polling())
                .map(Polling::calendar)
                .contains(calendar);
    }
}
