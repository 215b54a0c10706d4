package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FleetFactsTest {
    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final SortedMap<String, JsonNode> hosts = new TreeMap<>();
    private FleetProfile profile = FleetProfile.RECONCILED;

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static String host(String probeInterval) {
        return """
                {"versions": {"haproxy": "2.6.12"},
                 "timers": {"GossipLANProbeInterval": "%s", "GossipLANSuspicionMult": 2, "inter": "500ms", "retries": "3", "redispatch": "1",
                            "restart": {"api": "250ms", "memcached": "250ms"}, "stop": {"api": "10s", "memcached": "5s"},
                            "check": {"api": "every 1s, timeout 1s, out after 2, in after 1"}},
                 "notes": {"inter": "from the file that it was started with"}}
                """.formatted(probeInterval);
    }

    private FleetPrograms programs(JsonNode server, JsonNode session, JsonNode role, String... carriers) {
        return new FleetPrograms(hosts, List.of(carriers), server, session, role, profile);
    }

    private static Timer timer(FleetPrograms programs, String name) {
        List<Timer> timers = FleetTimers.of(programs);
        return timers.stream()
                .filter(timer -> timer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + timers));
    }

    @Test
    void predictsTheLatestInstantAtWhichALostHostIsNoticed() throws Exception {
        SideFacts.HostLoss loss = FleetFacts.hostLoss(
                        json("{\"GossipLANProbeInterval\": \"300ms\", \"GossipLANSuspicionMult\": 2}"))
                .orElseThrow();

        // Two rounds over four other hosts and a look that fails; then six times the multiplier.
        assertThat(loss.noticedWithin()).isEqualTo(Duration.ofMillis(300 * (9 + 12)));
        assertThat(loss.because()).isEqualTo("(9 looks + 12 of suspicion) x 300ms GossipLANProbeInterval");
    }

    @Test
    void leavesOutAgentsThatDidNotTellTheirTimers() throws Exception {
        hosts.put("pc-host1", json(host("300ms")));
        hosts.put("pc-host2", NOTHING);
        hosts.put("pc-host3", json("{\"timers\": {\"GossipLANProbeInterval\": \"5s\"}}"));

        assertThat(FleetFacts.hostLoss(programs(NOTHING, NOTHING, NOTHING)))
                .map(SideFacts.HostLoss::noticedWithin)
                .contains(Duration.ofMillis(300 * (9 + 12)));
    }

    @Test
    void predictsNothingWhereNoAgentToldItsTimers() {
        hosts.put("pc-host1", NOTHING);

        assertThat(FleetFacts.hostLoss(programs(NOTHING, NOTHING, NOTHING))).isEmpty();
    }

    @Test
    void predictsByTheSlowestAgent() throws Exception {
        hosts.put("pc-host1", json(host("300ms")));
        hosts.put("pc-host2", json(host("600ms")));
        JsonNode server =
                json("{\"DebugConfig\": {\"GossipLANProbeInterval\": \"300ms\", \"GossipLANSuspicionMult\": 2}}");

        FleetPrograms programs = programs(server, NOTHING, NOTHING);

        assertThat(FleetFacts.hostLoss(programs))
                .map(SideFacts.HostLoss::noticedWithin)
                .contains(Duration.ofMillis(600 * (9 + 12)));
        assertThat(timer(programs, "Consul GossipLANProbeInterval").value())
                .isEqualTo("300ms (pc-control, pc-host1), 600ms (pc-host2)");
    }

    @Test
    void takesTheReplicasOwnTimersFromTheHostsThatCarryThem() throws Exception {
        hosts.put("pc-host1", json(host("300ms")));
        hosts.put("pc-host2", json("{\"timers\": {\"inter\": \"500ms\"}, \"notes\": {}}"));
        FleetPrograms programs = programs(NOTHING, NOTHING, NOTHING, "pc-host1");

        assertThat(timer(programs, "systemd RestartSec").value()).isEqualTo("250ms");
        assertThat(timer(programs, "systemd TimeoutStopSec").value()).isEqualTo("10s (api), 5s (memcached)");
        assertThat(timer(programs, "Consul check of api").value())
                .isEqualTo("every 1s, timeout 1s, out after 2, in after 1");
        assertThat(timer(programs, "HAProxy inter"))
                .isEqualTo(new Timer(
                        "HAProxy inter",
                        "2s",
                        "500ms",
                        "how often HAProxy itself looks at a server that is in and well",
                        "from the file that it was started with"));
    }

    @Test
    void takesTheControllersTimersFromItsSessionAndTheDefinition() throws Exception {
        FleetPrograms programs = programs(
                json("{\"DebugConfig\": {\"ConsulRaftHeartbeatTimeout\": \"1s\"}}"),
                json("{\"TTL\": \"10s\", \"LockDelay\": 15000000000}"),
                json("{\"replicas\": {\"recovery\": {\"hostLostAfter\": \"1s\"}}}"));

        assertThat(timer(programs, "controller hostLostAfter").value()).isEqualTo("1s");
        assertThat(timer(programs, "controller session TTL").value()).isEqualTo("10s");
        assertThat(timer(programs, "controller session LockDelay").value()).isEqualTo("15s");
        assertThat(timer(programs, "Consul ConsulRaftHeartbeatTimeout").value()).isEqualTo("1s");
    }

    @Test
    void keepsTheRowsOfWhatCouldNotBeRead() {
        hosts.put("pc-host1", NOTHING);

        List<Timer> timers = FleetTimers.of(programs(NOTHING, NOTHING, NOTHING, "pc-host1"));

        assertThat(timers)
                .extracting(Timer::name)
                .contains(
                        "HAProxy inter",
                        "keepalived advert_int",
                        "keepalived vrrp_script fall",
                        "systemd RestartSec",
                        "Consul check",
                        "Consul service_ttl",
                        "controller session TTL");
        assertThat(timers).allMatch(timer -> timer.value().equals(Timer.NOT_FOUND) && timer.note() == null);
    }

    @Test
    void tellsAVersionByHostWhereTheyDiffer() throws Exception {
        hosts.put("pc-host1", json("{\"versions\": {\"haproxy\": \"2.6.12\", \"consul\": \"1.13.9\"}}"));
        hosts.put("pc-host2", json("{\"versions\": {\"haproxy\": \"2.6.13\", \"consul\": \"1.13.9\"}}"));

        assertThat(FleetFacts.versions(programs(json("{\"Config\": {\"Version\": \"1.13.9\"}}"), NOTHING, NOTHING)))
                .containsEntry("haproxy", "2.6.12 (pc-host1), 2.6.13 (pc-host2)")
                .containsEntry("consul", "1.13.9");
    }

    /** A report has one row for both sides: kubelets tell what that file says, by the name that Kubernetes' facts have it. */
    @Test
    void hostsTellTheirOperatingSystemAsKubeletsDo() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(FleetFacts.class.getResourceAsStream("host-facts.rb"), "host-facts.rb")) {
            assertThat(new String(script.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("found.version('operating system', File.read('/etc/os-release')[/^PRETTY_NAME=")
                    .doesNotContain("'debian'");
        }
    }

    @Test
    void remarksOnWhatHAProxyDoesBesideConsulWithTheValuesInForce() throws Exception {
        hosts.put("pc-host1", json(host("300ms")));

        assertThat(FleetFacts.remarks(profile, FleetTimers.of(programs(NOTHING, NOTHING, NOTHING, "pc-host1"))))
                .anyMatch(remark -> remark.contains("retries 3, redispatch 1") && remark.contains("inter 500ms"))
                .anyMatch(remark -> remark.contains("--profile classic"));
    }

    @Test
    void addsUpWhatAPolledFleetsTimersMakeOfLosses() throws Exception {
        hosts.put("pc-host1", json(host("1s")));
        profile = FleetProfile.CLASSIC;

        SideFacts.ProcessLoss process = FleetFacts.processLoss(profile).orElseThrow();
        assertThat(process.noticedWithin()).isEqualTo(Duration.ofSeconds(12));
        assertThat(process.startedWithin()).isEqualTo(Duration.ofSeconds(72));
        assertThat(process.because())
                .isEqualTo("10s until the next check + 2s for its answer + 1m until the next turn of the timer");
        assertThat(FleetFacts.hostLoss(programs(NOTHING, NOTHING, NOTHING)))
                .map(SideFacts.HostLoss::replacement)
                .contains(new SideFacts.Replacement(
                        Duration.ofMinutes(31),
                        "30m until the next job that keeps the counts + 1m until the next turn of the timer"));
        assertThat(FleetFacts.processLoss(FleetProfile.RECONCILED)).isEmpty();
    }

    @Test
    void tellsOfAPolledFleetWhatStartsPuppetAndWhatReplacesHosts() throws Exception {
        hosts.put("pc-host1", json("""
                {"timers": {"poll": "*-*-* *:00/1:00", "forced_seconds": "86400", "restarts": {"api": "no"}}, "notes": {}}
                """));
        profile = FleetProfile.CLASSIC;
        FleetPrograms programs = programs(NOTHING, NOTHING, NOTHING, "pc-host1");

        assertThat(timer(programs, "systemd parallax-poll.timer").value()).isEqualTo("*-*-* *:00/1:00");
        assertThat(timer(programs, "controller replacement job").value()).isEqualTo("every 30m");
        assertThat(timer(programs, "systemd Restart").value()).isEqualTo("no");
        assertThat(FleetTimers.of(programs))
                .extracting(Timer::name)
                .doesNotContain("controller hostLostAfter", "parallax-host vigil_seconds", "systemd RestartSec");
    }
}
