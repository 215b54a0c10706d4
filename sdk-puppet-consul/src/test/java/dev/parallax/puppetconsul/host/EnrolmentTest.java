package dev.parallax.puppetconsul.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Cpu;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.WorldReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Enrolment enrolment(String name, Map<String, String> labels) {
        return enrolment(name, labels, FleetProfile.RECONCILED);
    }

    private static Enrolment enrolment(String name, Map<String, String> labels, FleetProfile profile) {
        return new Enrolment(
                name,
                new Enrolment.Agent("https://localhost:8501", "/etc/consul/ca.pem", "/etc/consul/token"),
                labels,
                Optional.of(new Cpu(1500)),
                Optional.of(ByteSize.parse("2Gi")),
                Optional.of("eth1"),
                profile);
    }

    private static JsonNode document(Enrolment enrolment, String path) throws IOException {
        return JSON.readTree(Objects.requireNonNull(enrolment.files().get(path)).text());
    }

    @Test
    void timerStartsPuppetWhereTheFleetIsPolled() throws IOException {
        Enrolment polled = enrolment("web1", Map.of(), FleetProfile.CLASSIC);

        assertThat(polled.units()).containsExactly("parallax-host.service", "parallax-poll.timer");
        assertThat(Objects.requireNonNull(polled.files().get("/lib/systemd/system/parallax-poll.timer"))
                        .text())
                .contains("OnCalendar=*:0/1:00");
        assertThat(document(polled, "/etc/parallax/host.json").path("trigger").asText())
                .isEqualTo("poll");
        assertThat(enrolment("web1", Map.of()).files()).doesNotContainKey("/lib/systemd/system/parallax-poll.timer");
    }

    /** What is written for its agent is what the controller reads of its node. */
    @Test
    void isAHostToTheControllerAsItWasWrittenDown() throws IOException {
        JsonNode settings = document(enrolment("web1", Map.of("rack", "a")), "/etc/consul.d/parallax-host.json");
        Map<String, String> meta = JSON.convertValue(
                settings.path("node_meta"),
                new com.fasterxml.jackson.core.type.TypeReference<Map<String, String>>() {});
        assertThat(meta).containsAllEntriesOf(WorldReader.HOST_META);
        var hosts = new WorldReader(Seal.NONE)
                .read(
                        Instant.EPOCH,
                        new Snapshot(List.of(), 1, List.of(new CatalogNode("web1", "192.0.2.1", meta)), List.of()))
                .hosts();
        assertThat(hosts.get("web1")).satisfies(host -> {
            assertThat(Objects.requireNonNull(host).labels()).containsEntry("rack", "a");
            assertThat(host.cpuMillis()).contains(1500L);
            assertThat(host.memoryBytes()).contains(2L << 30);
            assertThat(host.publicInterface()).contains("eth1");
        });
    }

    @Test
    void tellsTheHostsToolsWhereItsAgentIs() throws IOException {
        assertThat(document(enrolment("web1", Map.of()), "/etc/parallax/host.json"))
                .isEqualTo(JSON.readTree("""
                        {"host": "web1", "interval_seconds": 30, "consul": {
                          "address": "https://localhost:8501", "ca": "/etc/consul/ca.pem", "token_file": "/etc/consul/token"}}
                        """));
    }

    @Test
    void refusesWhatConsulDoesNotTake() {
        assertThatThrownBy(() -> enrolment("web_1", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the name web_1");
        assertThatThrownBy(() -> enrolment("web1", Map.of("topology.kubernetes.io/zone", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the label topology.kubernetes.io/zone");
        assertThatThrownBy(() -> enrolment("web1", Map.of("rack", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the value of label rack");
    }
}
