package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Setting;
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
        return status().trouble();
    }

    private HostStatus status() {
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
        return FleetHosts.list(world).get(0);
    }

    private void told() {
        entries.add(new KvEntry(Keys.hostData(HOST), "{}", 1, Optional.empty()));
    }

    private void ran(String at) {
        entries.add(new KvEntry(
                Keys.hostHeartbeat(HOST), "{\"last_run\":\"" + at + "\",\"ok\":true}", 1, Optional.empty()));
    }

    private void reported(String report) {
        entries.add(new KvEntry(Keys.hostReport(HOST), report, 1, Optional.empty()));
    }

    @Test
    void tellsWhatTheLastRunFailedOf() {
        told();
        ran("2026-03-01T10:14:01.123Z");
        reported(
                "{\"ok\": false, \"errors\": [\"/etc/parallax/data/common.yaml:3: parallax::replicas is the controller's own\\nmore\"]}");

        assertThat(trouble())
                .contains(
                        "last run failed: /etc/parallax/data/common.yaml:3: parallax::replicas is the controller's own");
    }

    @Test
    void tellsInAFewWordsFirstThatAHostCouldNotOpenWhatItWasTold() {
        told();
        ran("2026-03-01T10:14:01.123Z");
        reported("{\"ok\": false, \"errors\": [\"data: what is sealed in it is damaged\"]}");

        assertThat(trouble()).contains("could not open what it was told: what is sealed in it is damaged");
    }

    @Test
    void tellsTheSettingsThatTheHostReportedByTheirNames() {
        told();
        ran("2026-03-01T10:14:01.123Z");
        reported("""
                {"ok": true, "errors": [], "settings": {
                  "parallax::restart": {"from": "controller", "value": "puppet"},
                  "parallax::balancer::fall": {"from": "/etc/parallax/data/role/web.yaml", "value": 3}}}
                """);

        assertThat(trouble()).isEmpty();
        assertThat(status().settings())
                .containsExactly(
                        new Setting("parallax::balancer::fall", "3", "/etc/parallax/data/role/web.yaml"),
                        new Setting("parallax::restart", "puppet", "controller"));
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
