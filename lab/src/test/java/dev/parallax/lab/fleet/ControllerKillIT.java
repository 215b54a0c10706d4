package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.OnFleet;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.PuppetConsulBackend;
import dev.parallax.puppetconsul.consul.HttpConsul;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A controller that is killed (SIGKILL) at random moments of deployments, upgrades and recoveries, round after round, against a real Consul with stand-ins
 * for hosts. {@code -Dparallax.kill.rounds=200} for more rounds than the 20 that a build runs; {@code -Dparallax.kill.seed} repeats one.
 */
@NullUnmarked
@OnFleet
class ControllerKillIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("parallax.kill.rounds", 20);
    private static final long SEED = Long.getLong("parallax.kill.seed", System.nanoTime());
    /** A leader that is not killed is done with a round in about this time. */
    private static final int LATEST_KILL_MILLIS = 1_000;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private Path log;

    private static Application shop(String version, int count, String greeting) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%s"}
                services: {store: {role: store, ports: {http: 80}}, web: {role: web, ports: {http: 80}}}
                steps:
                  prepare: {use: web/app, command: [/bin/prepare], requires: [{service: store}]}
                  migrate: {use: web/app, command: [/bin/migrate], requires: [{step: prepare}]}
                roles:
                  store:
                    storage: {data: {path: /var/lib/store, size: 1Gi, keep: true}}
                    components:
                      app: {artifact: {image: "store:1"}, command: [/bin/store], ports: {http: 9000}, checks: {ready: {tcp: http}}}
                  web:
                    replicas: {count: %d, spread: host, update: {maxUnavailable: 1, deadline: 1m}, recovery: {hostLostAfter: 1s}}
                    requires: [{step: migrate}]
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {GREETING: "%s"}
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                """.formatted(version, count, greeting), "shop.yaml", Path.of("."));
    }

    @Test
    void convergesRoundAfterRoundAndDoesNothingTwice() throws Exception {
        log = folder.resolve("controller.log");
        try (TestFleet fleet = TestFleet.start(folder, 5);
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settingsWithoutController())) {
            for (int round = 1; round <= ROUNDS; round++) {
                try {
                    round(fleet, backend, round);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "round " + round + " of seed " + SEED + ": " + e.getMessage() + "\\nController: "
                                    + Files.readString(log),
                            e);
                }
            }
            assertThat(lines(fleet, "step "))
                    .as("each step once for each version")
                    .doesNotHaveDuplicates()
                    .hasSize(2 * versions(ROUNDS))
                    .allMatch(line -> line.endsWith("-1"));
            assertThat(fleet.hosts().stream()
                            .filter(host -> host.log().stream()
                                    .anyMatch(line -> line.startsWith("register ") && line.contains("store-0")))
                            .count())
                    .as("hosts that ever had the storage")
                    .isEqualTo(1);
        }
    }

    /** Every third round is a new version, with new steps; the others change what runs, or lose a host. */
    private static int versions(int round) {
        return (round + 2) / 3;
    }

    private void round(TestFleet fleet, PuppetConsulBackend backend, int round) throws Exception {
        boolean losesAHost = round % 3 == 0;
        Application wanted =
                shop("1." + versions(round), 2 + random.nextInt(3), "round " + (losesAHost ? round - 1 : round));
        TestHost lost = losesAHost ? anyHostOfWeb(fleet, backend) : null;
        try (ControllerProcess first = ControllerProcess.start(fleet.consul().url(), log)) {
            Rollout rollout = backend.apply(wanted);
            if (lost != null) {
                lost.die();
            }
            killWhileItLeads(first, fleet);
            try (ControllerProcess second =
                    ControllerProcess.start(fleet.consul().url(), log)) {
                if (random.nextBoolean()) {
                    killWhileItLeads(second, fleet);
                    try (ControllerProcess third =
                            ControllerProcess.start(fleet.consul().url(), log)) {
                        settle(backend, rollout, wanted, lost);
                        assertThat(third.isAlive()).isTrue();
                    }
                } else {
                    settle(backend, rollout, wanted, lost);
                    assertThat(second.isAlive()).isTrue();
                }
            }
        }
    }

    private void killWhileItLeads(ControllerProcess controller, TestFleet fleet) throws InterruptedException {
        try (HttpConsul consul = fleet.consul().connect()) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> controller.leads(consul));
        }
        // Nothing is waited for: this is the moment of the fault.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
        assertThat(controller.isAlive()).isTrue();
        controller.kill();
    }

    private static void settle(PuppetConsulBackend backend, Rollout rollout, Application wanted, TestHost lost)
            throws InterruptedException {
        rollout.await(LIMIT);
        int count = wanted.roles().get("web").replicas().count();
        await().atMost(LIMIT).untilAsserted(() -> {
            ApplicationStatus status = backend.observe("shop").orElseThrow();
            List<ReplicaStatus> web = status.roles().get("web").replicas();
            assertThat(status.isReady()).as("ready: %s", status.missing()).isTrue();
            assertThat(web).hasSize(count).allMatch(replica -> replica.state() == ReplicaState.READY);
            assertThat(web.stream().map(replica -> replica.host().orElseThrow()))
                    .doesNotHaveDuplicates()
                    .doesNotContain(lost == null ? "" : lost.name());
        });
        if (lost != null) {
            lost.comeBack();
        }
    }

    /** One that does not have the storage, which nobody can replace. */
    private TestHost anyHostOfWeb(TestFleet fleet, PuppetConsulBackend backend) {
        ApplicationStatus status = backend.observe("shop").orElseThrow();
        String storage = status.roles().get("store").replicas().get(0).host().orElseThrow();
        List<String> hosts = status.roles().get("web").replicas().stream()
                .map(replica -> replica.host().orElseThrow())
                .filter(host -> !host.equals(storage))
                .sorted()
                .toList();
        return fleet.host(hosts.get(random.nextInt(hosts.size())));
    }

    private static List<String> lines(TestFleet fleet, String start) {
        return fleet.hosts().stream()
                .flatMap(host -> host.log().stream())
                .filter(line -> line.startsWith(start))
                .collect(Collectors.toList());
    }
}
