package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.HostStatus;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetHostsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:00Z");
    private static final String HOST = "pc-host1";

    private final List<KvEntry> entries = new ArrayList<>();
    private String membership = "passing";

    private Optional<String> trouble() {
        World world = new WorldReader(Seal.NONE)
                .read(
                        NOW,
                        new Snapshot(
                                entries,
                                1,
                                List.of(new CatalogNode(HOST, "10.78.0.11", Map.of("parallax-host", "true"))),
                                List.of(new HealthCheck(
                                        HOST,
                                        HealthCheck.MEMBERSHIP,
                                        "",
                                        membership,
                                        "",
                                        "",
                                        HealthCheck.Probing.NONE))));
        return FleetHosts.list(world).stream()
                .map(HostStatus::trouble)
                .findFirst()
                .orElseThrow();
    }

    private void told() {
        entries.add(new KvEntry(Keys.hostData(HOST), "{}", 1, Optional.empty()));
    }

    private void ran(String at) {
        entries.add(new KvEntry(
                Keys.hostHeartbeat(HOST), "{\"last_run\":\"" + at + "\",\"ok\":true}", 1, Optional.empty()));
    }

    @Test
    void aHostThatReportsIsInNoTrouble() {
        told();
        ran("2026-03-01T10:14:01.123Z");

        assertThat(trouble()).isEmpty();
    }

    @Test
    void saysHowLongADaemonHasNotReported() {
        told();
        ran("2026-03-01T10:02:30.000Z");

        assertThat(trouble()).contains("no report for 12m");
    }

    @Test
    void saysThatAHostWhichWasToldSomethingHasNeverReported() {
        told();

        assertThat(trouble()).contains("no report yet");
    }

    @Test
    void expectsNothingOfAHostThatWasNeverToldAnythingOrIsLost() {
        assertThat(trouble()).isEmpty();

        told();
        membership = "critical";

        assertThat(trouble()).isEmpty();
    }
}
