package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.lab.Await;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.binaries.Software;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.docker.HostSpec;
import dev.parallax.lab.docker.Mount;
import dev.parallax.lab.docker.NetworkSpec;
import dev.parallax.lab.image.Images;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A host that Puppet visits at turns of a timer, with a Consul of its own and turns every five seconds: what starts Puppet, and what does not. */
@TestMethodOrder(OrderAnnotation.class)
@OnFleet
class PolledHostIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-poll-test", Side.PUPPET_CONSUL, "10.75.0.0/16", "10.75.0.1");
    private static final FleetProfile PROFILE = FleetProfile.of("classic+poll=5s+check=1s+render=1s");
    private static final String UNIT = "parallax-demo-web-0-server.service";

    private static final String CONSUL_UNIT = """
            [Service]
            Type=exec
            ExecStartPre=/bin/mkdir -p /etc/consul.d/parallax
            ExecStart=/opt/parallax/consul/consul agent -server -bootstrap-expect=1 -data-dir=/var/lib/consul -node=polled -bind=127.0.0.1 \\
              -hcl='performance { raft_multiplier = 1 }' -config-dir=/etc/consul.d -config-dir=/etc/consul.d/parallax
            ExecReload=/bin/kill -HUP $MAINPID
            """;

    private static Docker docker;
    private static ContainerHost host;

    @BeforeAll
    static void startHost() {
        docker = Docker.connect();
        Binaries binaries = Binaries.ofThisUser(Progress.NONE);
        String image = new Images(docker, binaries, Places.ofThisUser(), Progress.NONE).ensureHost();
        Path consul = binaries.directory(Software.CONSUL);
        docker.ensureNetwork(NETWORK);
        host = docker.createHost(HostSpec.builder()
                .name("parallax-poll-test")
                .hostname("polled")
                .side(Side.PUPPET_CONSUL)
                .image(image)
                .network(NETWORK.name())
                .address("10.75.0.11")
                .addMounts(Mount.readOnly(consul.toString(), "/opt/parallax/consul"))
                .build());
        Enrolment enrolment = new Enrolment(
                "polled",
                new Enrolment.Agent("http://127.0.0.1:8500", "/dev/null", "/dev/null"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PROFILE);
        List<HostFile> files = new ArrayList<>();
        enrolment
                .files()
                .forEach(
                        (path, file) -> files.add(new HostFile(path, file.content(), file.executable() ? 0755 : 0644)));
        files.add(HostFile.text("/lib/systemd/system/consul.service", CONSUL_UNIT));
        host.write(files);
        host.start();
        host.awaitBooted(LIMIT);
        host.sh(LIMIT, "systemctl start consul.service");
        Await.until(
                "Consul leads",
                LIMIT,
                () -> consul("kv put ready yes").isEmpty() ? Optional.of("no answer") : Optional.empty());
        host.sh(LIMIT, "systemctl start " + String.join(" ", enrolment.units()));
    }

    @AfterAll
    static void removeHost() {
        docker.host("parallax-poll-test").ifPresent(ContainerHost::remove);
        docker.removeNetwork(NETWORK.name());
        docker.close();
    }

    @Test
    @Order(1)
    void aTurnAppliesNewDataWithAPuppetOfItsOwnAndPublishesWhatWasValidated() {
        want("one", "hello");

        awaitValidated("one");
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting")).isEqualTo("hello");
        assertThat(host.exec(LIMIT, "systemctl", "is-active", "parallax-puppet.service")
                        .ok())
                .as("a Puppet that is kept warm")
                .isFalse();
        Await.until(
                "the check passes",
                LIMIT,
                () -> status("validation").equals("passing") ? Optional.empty() : Optional.of(status("validation")));
    }

    @Test
    @Order(2)
    void whatWasChangedByHandStaysAsLongAsNoCheckFailsAndAProcessThatEndedComesBackByPuppet() {
        awaitRest();
        host.sh(LIMIT, "echo changed > /etc/demo/greeting");
        awaitTurns(2);
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting")).isEqualTo("changed\n");

        host.sh(LIMIT, "systemctl kill --signal=KILL " + UNIT);
        Await.until("it has ended", LIMIT, () -> active() ? Optional.of("it runs") : Optional.empty());
        Await.until("Puppet has started it", LIMIT, () -> active() ? Optional.empty() : Optional.of("it does not run"));
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting"))
                .as("the run puts the rest right")
                .isEqualTo("hello");
        assertThat(host.sh(LIMIT, "journalctl --no-pager -u parallax-host.service"))
                .contains("a run: critical: ", "server ready");
    }

    @Test
    @Order(3)
    void nothingRunsWhereTheMostSpecificGateIsShut() {
        gate("global", "false");
        want("two", "good day");
        awaitTurns(2);
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting")).isEqualTo("hello");

        gate("role/demo/web", "true");
        awaitValidated("two");

        gate("host/polled", "false");
        want("three", "good night");
        awaitTurns(2);
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting")).isEqualTo("good day");

        gate("host/polled", "true upgrade");
        awaitValidated("three");
    }

    @Test
    @Order(4)
    void whatDoesNotValidateIsNotPublishedAndPuppetComesAgain() {
        host.write(List.of(HostFile.text("/tmp/four.json", data("four", "late", "/nowhere"))));
        consul("kv put parallax/hosts/polled/data @/tmp/four.json");

        Await.until(
                "it was not validated",
                LIMIT,
                () -> status("validation").equals("critical") ? Optional.empty() : Optional.of(status("validation")));
        assertThat(consul("kv get parallax/hosts/polled/running_version").strip())
                .isEqualTo("three");

        want("five", "at last");
        awaitValidated("five");
    }

    @Test
    @Order(5)
    void aTurnTakesWhatChangedOfTheOperatorsOwnFilesAndNamesWhatItCannotRead() {
        assertThat(host.sh(LIMIT, "cat /etc/systemd/system/" + UNIT)).contains("Restart=no");
        // A run with another reason would read the file too, and that reason would be the one in the journal.
        awaitRest();
        own("parallax::restart: unit");
        Await.until(
                "the setting has taken effect",
                LIMIT,
                () -> host.exec(LIMIT, "grep", "Restart=always", "/etc/systemd/system/" + UNIT)
                                .ok()
                        ? Optional.empty()
                        : Optional.of("the unit is as before"));
        assertThat(host.sh(LIMIT, "journalctl --no-pager -u parallax-host.service"))
                .contains("a run: files below /etc/parallax/data");

        own("parallax::replicas: {}");
        Await.until(
                "the refusal is reported",
                LIMIT,
                () -> reported().startsWith("/etc/parallax/data/common.yaml:1: parallax::replicas is the")
                        ? Optional.empty()
                        : Optional.of(reported()));
        assertThat(active()).as("what runs goes on").isTrue();

        host.sh(LIMIT, "rm -r /etc/parallax/data");
        Await.until(
                "it is mended",
                LIMIT,
                () -> reported().equals("null") && status("validation").equals("passing")
                        ? Optional.empty()
                        : Optional.of(reported()));
        assertThat(host.sh(LIMIT, "cat /etc/systemd/system/" + UNIT)).contains("Restart=no");
        awaitRest();
    }

    /** Until turns pass without a run: a turn may have found a process that was started anew before its check passed. */
    private static void awaitRest() {
        Await.until("without a reason there is no run", LIMIT, () -> {
            String before = validated();
            awaitTurns(2);
            return validated().equals(before)
                    ? Optional.empty()
                    : Optional.of(host.sh(LIMIT, "journalctl --no-pager -n 20 -o cat -u parallax-host.service"));
        });
    }

    private static String validated() {
        return host.sh(LIMIT, "stat -c %Y /run/parallax/validated");
    }

    private static void own(String text) {
        host.sh(LIMIT, "mkdir -p /etc/parallax/data");
        host.write(List.of(HostFile.text("/etc/parallax/data/common.yaml", text + "\n")));
    }

    private static String reported() {
        return host.sh(LIMIT, "/opt/parallax/consul/consul kv get parallax/hosts/polled/report | jq -r '.errors[0]'")
                .strip();
    }

    @Test
    @Order(6)
    void whatCannotBeOpenedIsSaidAndTearsNothingDown() {
        String sealed = data("six", "never", "/healthz")
                .replaceFirst("\\{", "{\"parallax::sealed\": \"ENC[PKCS7,bm90aGluZw==]\",");
        host.write(List.of(HostFile.text("/tmp/six.json", sealed)));
        consul("kv put parallax/hosts/polled/data @/tmp/six.json");

        Await.until("the host has said so", LIMIT, () -> {
            String report = consul("kv get parallax/hosts/polled/report");
            return report.contains("\"ok\":false") && report.contains("\"data: what is sealed in it is damaged\"")
                    ? Optional.empty()
                    : Optional.of(report);
        });
        assertThat(host.sh(LIMIT, "cat /etc/demo/greeting")).isEqualTo("at last");
        assertThat(active()).isTrue();
        assertThat(consul("kv get parallax/hosts/polled/key")).contains("BEGIN CERTIFICATE");

        want("seven", "here we are");
        awaitValidated("seven");
        assertThat(consul("kv get parallax/hosts/polled/report")).contains("\"ok\":true");
    }

    private static void want(String revision, String greeting) {
        host.write(List.of(HostFile.text("/tmp/data.json", data(revision, greeting, "/healthz"))));
        consul("kv put parallax/hosts/polled/data @/tmp/data.json");
    }

    private static void gate(String gate, String value) {
        consul("kv put parallax/config_state/enable_puppet/" + gate + " '" + value + "'");
    }

    private static String data(String revision, String greeting, String path) {
        return """
                {"parallax::revision": "%s", "parallax::host_address": "127.0.0.1", "parallax::restart": "puppet", "parallax::drain_seconds": 0,
                 "parallax::replicas": {"demo-web-0": {"application": "demo", "version": "1", "role": "web", "replica": "web-0",
                   "components": {"server": {"command": ["/usr/bin/parallax-web"], "environment": {"REPLICA_ADDRESS": "127.0.0.1"},
                     "files": {"/etc/demo/greeting": {"content": "%s"}}}},
                   "registrations": {"parallax-demo-web": {"port": 8080, "checks": [{"name": "server ready", "type": "http",
                     "path": "%s", "port": 8080, "interval_ms": 1000, "timeout_ms": 1000, "failures": 1, "successes": 1}]}}}}}
                """.formatted(revision, greeting, path);
    }

    /** The timer has its turn so often; what it starts is over a moment later, which the next turn bounds. */
    private static void awaitTurns(int count) {
        String before = turns();
        for (int turn = 0; turn < count; turn++) {
            String last = turns();
            Await.until(
                    "the timer had its turn after " + before,
                    LIMIT,
                    () -> turns().equals(last) ? Optional.of("not yet") : Optional.empty());
        }
    }

    private static String turns() {
        return host.sh(LIMIT, "systemctl show --property=LastTriggerUSec parallax-poll.timer");
    }

    private static void awaitValidated(String revision) {
        Await.until(revision + " is validated", LIMIT, () -> {
            String found =
                    consul("kv get parallax/hosts/polled/running_version").strip();
            return found.equals(revision) ? Optional.empty() : Optional.of("validated is '" + found + "'");
        });
    }

    private static boolean active() {
        return host.exec(LIMIT, "systemctl", "is-active", UNIT).ok();
    }

    private static String status(String check) {
        return host.sh(
                        LIMIT,
                        "curl -s http://127.0.0.1:8500/v1/agent/checks | jq -r '.[] | select(.Name == \"" + check
                                + "\") | .Status'")
                .strip();
    }

    private static String consul(String command) {
        return host.exec(LIMIT, "sh", "-c", "/opt/parallax/consul/consul " + command)
                .stdout();
    }
}
