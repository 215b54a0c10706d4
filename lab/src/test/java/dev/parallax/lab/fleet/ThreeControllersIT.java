package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.OnFleet;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.PuppetConsulBackend;
import dev.parallax.puppetconsul.consul.HttpConsul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.state.Keys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three controllers before three Consul servers: a leader that is lost in the middle of its work, and Consul without a quorum. */
@NullUnmarked
@OnFleet
class ThreeControllersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** One for all, for Consul counts the connections of an address. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** A session's TTL is 10 s, and Consul ends it when it has not been renewed for twice that. */
    private static final Duration LONGEST_SESSION = Duration.ofSeconds(20);
    /** What the other controller needs to hear of it, on a machine that is busy. */
    private static final Duration TAKEOVER = LONGEST_SESSION.plusSeconds(3);
    /** Consul's servers hold a question for 7 s before they say that nobody leads; some verbs ask more than once. */
    private static final Duration ANSWER = Duration.ofSeconds(25);

    @TempDir
    Path folder;

    private final List<ControllerProcess> controllers = new ArrayList<>();
    private final ExecutorService beside = Executors.newCachedThreadPool();
    private TestConsulCluster cluster;
    private TestFleet fleet;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        log = folder.resolve("controller.log");
        cluster = TestConsulCluster.start(folder);
        fleet = TestFleet.of(cluster.agent(), 6);
        for (int number = 0; number < 3; number++) {
            controllers.add(ControllerProcess.start(cluster.agent().url(), log));
        }
    }

    @AfterEach
    void stop() {
        beside.shutdownNow();
        controllers.forEach(ControllerProcess::close);
        if (fleet != null) {
            fleet.close();
        }
        cluster.close();
    }

    private static Application application(String name, String version, int count) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %1$s, version: "%2$s"}
                services: {store: {role: store, ports: {http: 80}}, web: {role: web, ports: {http: 80}}}
                steps: {migrate: {use: web/app, command: [/bin/migrate], requires: [{service: store}]}}
                roles:
                  store:
                    storage: {data: {path: /var/lib/%1$s, size: 1Gi, keep: true}}
                    components:
                      app:
                        artifact: {image: "store:1"}
                        command: [/bin/store]
                        env: {VERSION: "%2$s"}
                        ports: {http: 9000}
                        checks: {ready: {tcp: http}}
                  web:
                    replicas: {count: %3$d, spread: host, update: {maxUnavailable: 1, deadline: 2m}, recovery: {hostLostAfter: 1s}}
                    requires: [{step: migrate}]
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {VERSION: "%2$s"}
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                """.formatted(name, version, count), name + ".yaml", Path.of("."));
    }

    private enum Fault {
        KILL,
        PAUSE
    }

    /** One application is being brought to another version and one is losing a host when the leader is lost. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anotherTakesOverInTheMiddleOfAnUpgradeAndOfARecovery(Fault fault) throws Exception {
        List<Integer> served = new CopyOnWriteArrayList<>();
        try (HttpConsul consul = cluster.agent().connect();
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settingsWithoutController())) {
            backend.apply(application("shop", "1", 3)).await(LIMIT);
            backend.apply(application("depot", "1", 2)).await(LIMIT);
            await().during(Duration.ofSeconds(1))
                    .atMost(LIMIT)
                    .until(() -> leaders(consul).size() == 1);
            TestHost lost = hostWithoutStorage(backend);
            Set<String> before = hosts(backend, "depot", "web");
            fleet.hosts()
                    .forEach(host -> host.healthy(replica -> switch (replica.path("application")
                                    .asText() + "/" + replica.path("role").asText()) {
                        case "shop/web" -> !replica.path("version").asText().equals("2");
                        case "depot/web" -> before.contains(host.name());
                        default -> true;
                    }));

            try (Subscription watching = backend.watch(
                    "shop",
                    status -> served.add(
                            status.services().get("web").readyEndpoints().size()))) {
                Rollout upgrade = backend.apply(application("shop", "2", 3));
                lost.die();
                await("a replica of the new version, and one in place of the lost one, are on their way")
                        .atMost(LIMIT)
                        .until(() -> isUnderWay(backend.observe("shop").orElseThrow(), "2")
                                && hosts(backend, "depot", "web").stream().noneMatch(lost.name()::equals)
                                && isUnderWay(backend.observe("depot").orElseThrow(), "1"));

                ControllerProcess leader = leaders(consul).get(0);
                long begun = System.nanoTime();
                if (fault == Fault.KILL) {
                    leader.kill();
                } else {
                    leader.pause();
                }
                await().pollInterval(Duration.ofMillis(50)).atMost(TAKEOVER).until(() -> {
                    List<ControllerProcess> leading = leaders(consul);
                    assertThat(leading).hasSizeLessThan(2);
                    return !leading.isEmpty() && leading.get(0) != leader;
                });
                System.out.printf("%s of the leader: another leads after %.1f s%n", fault, seconds(begun));
                ControllerProcess successor = leaders(consul).get(0);
                if (fault == Fault.PAUSE) {
                    leader.wake();
                    await().atMost(LIMIT).until(() -> Files.readString(log).contains("no longer leads"));
                }
                fleet.hosts().forEach(host -> {
                    host.healthy(replica -> true);
                    host.checkAll();
                });

                upgrade.await(LIMIT);
                await().atMost(LIMIT)
                        .until(() -> backend.observe("depot").orElseThrow().isReady());
                assertThat(leaders(consul)).containsExactly(successor);
                assertThat(watching).isNotNull();
            }
            lost.comeBack();
            await().atMost(LIMIT).until(() -> lost.log().stream().anyMatch(line -> line.startsWith("deregister")));
            assertThat(hosts(backend, "depot", "web")).hasSize(2).doesNotContain(lost.name());
        }
        assertThat(served).as("ready replicas of shop, of three").isNotEmpty().allMatch(ready -> ready >= 2);
        assertThat(steps())
                .containsExactlyInAnyOrder("step shop-migrate-1-1", "step shop-migrate-2-1", "step depot-migrate-1-1");
        assertThat(fleet.carriers().doubles()).isEmpty();
    }

    @Test
    void withoutAQuorumNothingIsTornDownAndWorkGoesOnWhenItReturns() throws Exception {
        try (HttpConsul consul = cluster.agent().connect();
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settingsWithoutController())) {
            backend.apply(application("shop", "1", 3)).await(LIMIT);
            fleet.hosts()
                    .forEach(host -> host.healthy(
                            replica -> !(replica.path("role").asText().equals("web")
                                    && replica.path("version").asText().equals("2"))));
            Rollout upgrade = backend.apply(application("shop", "2", 3));
            await().atMost(LIMIT).until(() -> isUnderWay(backend.observe("shop").orElseThrow(), "2"));
            Future<ApplicationStatus> awaited = beside.submit(() -> upgrade.await(Duration.ofMinutes(2)));
            List<String> log = logs();

            List<TestConsulCluster.Server> killed = cluster.killMost();
            String kept = ask(cluster.survivor().resolve("/v1/kv/parallax/?recurse&stale"));
            List<Future<Duration>> refused = List.of(
                    refused(() -> PuppetConsulBackend.open(fleet.settingsWithoutController())
                            .close()),
                    refused(() -> backend.apply(application("shop", "3", 3))),
                    refused(() -> backend.observe("shop")),
                    refused(() -> backend.delete("shop", DeleteOptions.defaults())));
            await().during(LONGEST_SESSION.plusSeconds(2)).atMost(LIMIT).untilAsserted(() -> {
                assertThat(logs()).isEqualTo(log);
                assertThat(ask(cluster.survivor().resolve("/v1/kv/parallax/?recurse&stale")))
                        .isEqualTo(kept);
            });
            for (Future<Duration> verb : refused) {
                assertThat(verb.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isLessThan(ANSWER);
            }
            assertThat(awaited.isDone()).isFalse();

            long begun = System.nanoTime();
            for (TestConsulCluster.Server server : killed) {
                server.start();
            }
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
                assertThat(leaders(consul)).hasSize(1);
                fleet.hosts().forEach(host -> {
                    host.healthy(replica -> true);
                    host.checkAll();
                });
            });
            assertThat(awaited.get(LIMIT.toSeconds(), TimeUnit.SECONDS).isReady())
                    .isTrue();
            System.out.printf(
                    "two of three Consul servers are back: what was under way is finished after %.1f s%n",
                    seconds(begun));
            assertThat(controllers).allMatch(ControllerProcess::isAlive);

            // The last of the servers may make them choose a leader once more.
            Rollout next = await().atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(BackendException.class)
                    .until(() -> backend.apply(application("shop", "3", 2)), rollout -> true);
            assertThat(next.await(LIMIT).isReady()).isTrue();
        }
        assertThat(steps())
                .containsExactlyInAnyOrder("step shop-migrate-1-1", "step shop-migrate-2-1", "step shop-migrate-3-1");
        assertThat(fleet.carriers().doubles()).isEmpty();
    }

    /** How long it takes until the verb ends with one line that says what is wrong and what to do. */
    private Future<Duration> refused(Runnable verb) {
        return beside.submit(() -> {
            long begun = System.nanoTime();
            assertThatThrownBy(verb::run)
                    .isInstanceOf(BackendException.class)
                    .hasMessageNotContaining("\n")
                    .hasMessageContainingAll("no leader", "start those of its servers that are down");
            return Duration.ofNanos(System.nanoTime() - begun);
        });
    }

    private List<ControllerProcess> leaders(HttpConsul consul) {
        Optional<KvEntry> read = consul.entry(Keys.LEADER);
        return controllers.stream().filter(controller -> controller.leads(read)).toList();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Whether a replica of the version has been started and is not ready yet. */
    private static boolean isUnderWay(ApplicationStatus status, String version) {
        return status.roles().get("web").replicas().stream()
                .anyMatch(replica -> replica.version().equals(version) && replica.state() == ReplicaState.STARTED);
    }

    private static Set<String> hosts(PuppetConsulBackend backend, String application, String role) {
        return backend.observe(application).orElseThrow().roles().get(role).replicas().stream()
                .map(ReplicaStatus::host)
                .map(host -> host.orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One with a replica of depot and neither of shop's web nor of any store. */
    private TestHost hostWithoutStorage(PuppetConsulBackend backend) {
        Set<String> candidates = hosts(backend, "depot", "web");
        candidates.removeAll(hosts(backend, "depot", "store"));
        candidates.removeAll(hosts(backend, "shop", "store"));
        candidates.removeAll(hosts(backend, "shop", "web"));
        assertThat(candidates).isNotEmpty();
        return fleet.host(candidates.iterator().next());
    }

    private List<String> steps() {
        return fleet.hosts().stream()
                .flatMap(host -> host.log().stream())
                .filter(line -> line.startsWith("step "))
                .toList();
    }

    /** What the hosts did, by host. */
    private List<String> logs() {
        TreeMap<String, List<String>> logs = new TreeMap<>();
        fleet.hosts().forEach(host -> logs.put(host.name(), List.copyOf(host.log())));
        return logs.entrySet().stream().map(Object::toString).toList();
    }

    private static String ask(URI url) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(url)
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
