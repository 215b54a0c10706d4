package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallax.SystemTime;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Trouble;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.OnFleet;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.PuppetConsulBackend;
import dev.parallax.puppetconsul.PuppetConsulController;
import dev.parallax.puppetconsul.consul.BlockingWatch;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.HttpConsul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.consul.Since;
import dev.parallax.puppetconsul.controller.Controller;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.SealKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backend and controller against a real Consul, with stand-ins for hosts. */
@NullUnmarked
@OnFleet
class ControllerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LEADER = "parallax/controller/leader";

    @TempDir
    Path folder;

    private TestFleet fleet;
    private final Application keystone = DefinitionReader.read(
            Path.of("../examples/keystone/keystone.yaml").toAbsolutePath().normalize());

    @BeforeEach
    void start() {
        fleet = TestFleet.start(folder, 4);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void deploysRecoversAndDeletesKeystone() throws InterruptedException {
        try (PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settings())) {
            assertThat(backend.plan(keystone).changes())
                    .extracting(Plan.Change::action)
                    .containsOnly(Plan.Action.CREATE);

            ApplicationStatus status = backend.apply(keystone).await(LIMIT);

            assertThat(status.services().get("identity").readyEndpoints()).hasSize(3);
            assertThat(backend.plan(keystone).isEmpty()).isTrue();
            assertThat(fleet.hosts().stream().flatMap(host -> host.log().stream()))
                    .filteredOn(line -> line.startsWith("step "))
                    .containsExactlyInAnyOrder("step keystone-db-sync-22.0.2-1", "step keystone-bootstrap-22.0.2-1");
            assertThat(backend.inspect("keystone").roles().get("keystone"))
                    .hasSize(3)
                    .allSatisfy(replica ->
                            assertThat(replica.components().get("api").checks()).containsKeys("ready", "alive"));

            String victim = hostOf(status, "keystone-1");
            fleet.host(victim).die();
            await().atMost(LIMIT).until(() -> {
                ApplicationStatus now = backend.observe("keystone").orElseThrow();
                return now.isReady() && !hosts(now).contains(victim);
            });
            fleet.host(victim).comeBack();
            await().atMost(LIMIT)
                    .until(() -> fleet.host(victim).log().stream().anyMatch(line -> line.startsWith("deregister")));

            backend.delete("keystone", DeleteOptions.defaults());
            assertThat(backend.observe("keystone")).isEmpty();
        }
        try (HttpConsul consul = fleet.consul().connect()) {
            assertThat(consul.entries("parallax/apps/", Since.NOW).value())
                    .as("secrets stay with the storage that stays")
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.key()).contains("/secrets/"));
        }
    }

    /** As a command that follows a rollout while another one, which has the controller in it, comes to its end. */
    @Test
    void aBackendHasAControllerItselfWhenTheOneOfAnotherIsGone() throws InterruptedException {
        try (PuppetConsulBackend second = PuppetConsulBackend.open(fleet.settings());
                HttpConsul consul = fleet.consul().connect()) {
            Rollout followed;
            String before;
            try (PuppetConsulBackend first = PuppetConsulBackend.open(fleet.settings())) {
                first.apply(keystone).await(LIMIT);
                before = leader(consul);
                followed = second.apply(keystone);
            }
            await().atMost(LIMIT)
                    .until(() -> leader(consul) != null && !leader(consul).equals(before));
            followed.await(LIMIT);
        }
    }

    /** Whose session lasts long here, so that only who ends it can lead. */
    @Test
    void aBackendWaitsForNoControllerThatWasKilledOnItsMachine() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        killed.waitFor();
        String name = "parallax-controller/" + InetAddress.getLocalHost().getHostName() + "/" + killed.pid() + "/1";
        try (HttpConsul consul = fleet.consul().connect();
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settings())) {
            assertThat(consul.acquire(LEADER, name, consul.createSession(name, Duration.ofHours(1))))
                    .isTrue();

            backend.apply(keystone).await(LIMIT);
        }
    }

    @Test
    void aBackendThatLeadsItselfSaysThatNobodyWillOnceItIsClosed() {
        try (HttpConsul consul = fleet.consul().connect();
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settings())) {
            backend.apply(keystone);
            await().atMost(LIMIT).until(() -> leader(consul) != null);

            assertThat(backend.troubles()).isEmpty();
            assertThat(backend.troublesOnceClosed())
                    .extracting(Trouble::text)
                    .containsExactly("no controller leads: nothing is done until one does; start one with"
                            + " `parallax controller`");
        }
    }

    @Test
    void anotherControllerTakesOverAtOnceWhenTheLeaderEnds() throws InterruptedException {
        PuppetConsulController first = run(PuppetConsulController.open(fleet.settings()));
        try (HttpConsul consul = fleet.consul().connect()) {
            await().atMost(LIMIT).until(() -> leader(consul) != null);
            String before = leader(consul);
            try (PuppetConsulController second = run(PuppetConsulController.open(fleet.settings()));
                    PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settings())) {
                first.close();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> leader(consul) != null && !leader(consul).equals(before));

                assertThat(backend.apply(keystone).await(LIMIT).isReady()).isTrue();
                assertThat(second).isNotNull();
            }
        }
    }

    @Test
    void controllerThatComesLaterReplacesWhatItFindsLeaving() throws InterruptedException {
        try (PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settings())) {
            backend.apply(keystone).await(LIMIT);
        }
        try (PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settingsWithoutController())) {
            backend.replace("keystone", "keystone-1");
            backend.replace("keystone", "keystone-1");
            assertThat(backend.observe("keystone").orElseThrow().isReady()).isFalse();
            assertThat(backend.troubles())
                    .singleElement()
                    .extracting(Trouble::text)
                    .asString()
                    .startsWith("no controller leads");

            PuppetConsulController successor = run(PuppetConsulController.open(fleet.settings()));
            await().atMost(LIMIT).until(() -> {
                ApplicationStatus now = backend.observe("keystone").orElseThrow();
                return now.isReady() && names(now).equals(Set.of("keystone-0", "keystone-2", "keystone-3"));
            });
            assertThat(backend.troubles()).isEmpty();
            successor.close();
            assertThatThrownBy(() -> backend.replace("keystone", "keystone-1"))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("puppet-consul: application 'keystone' has no replica 'keystone-1';"
                            + " it has db-0, keystone-0, keystone-2, keystone-3");
        }
    }

    @Test
    void leaderThatLostItsLockWritesNothing() {
        try (HttpConsul consul = fleet.consul().connect()) {
            String session = consul.createSession("test", Duration.ofSeconds(10));
            assertThat(consul.acquire(LEADER, "test", session)).isTrue();
            List<KvOperation> fenced =
                    List.of(new KvOperation.CheckLock(LEADER, session), new KvOperation.Put("parallax/test", "one", 0));
            assertThat(consul.commit(fenced)).isPresent();

            consul.destroySession(session);

            long index = consul.entry("parallax/test").orElseThrow().modifyIndex();
            assertThat(consul.commit(List.of(
                            new KvOperation.CheckLock(LEADER, session),
                            new KvOperation.Put("parallax/test", "two", index))))
                    .isEmpty();
            assertThat(consul.entry("parallax/test").map(KvEntry::value)).contains("one");
        }
    }

    /** Nobody else has written since, so that nothing but the lock is in the way of what it had decided. */
    @Test
    void leaderThatIsPausedBeforeAWriteAndWakesWithoutItsLockDoesNotMakeIt() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch waking = new CountDownLatch(1);
        BlockingQueue<OptionalLong> answers = new LinkedBlockingQueue<>();
        try (HttpConsul consul = fleet.consul().connect();
                PuppetConsulBackend backend = PuppetConsulBackend.open(fleet.settingsWithoutController())) {
            backend.apply(keystone);
            Consul paused = (Consul) Proxy.newProxyInstance(
                    Consul.class.getClassLoader(), new Class<?>[] {Consul.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("commit")) {
                            deciding.countDown();
                            waking.await();
                        }
                        try {
                            Object answer = method.invoke(consul, arguments);
                            if (answer instanceof OptionalLong index) {
                                answers.add(index);
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            try (Controller leader = new Controller(
                            paused, SystemTime.clock(), FleetOptions.NONE, Seal.of(SealKey.read(TestSeal.file())))
                    .start()) {
                assertThat(deciding.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                consul.destroySession(leader(consul));
                waking.countDown();

                assertThat(answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("what it had decided while it led")
                        .isEqualTo(OptionalLong.empty());
                assertThat(leader).isNotNull();
            }
        }
    }

    @Test
    void watchSeesAChangeAsItIsMade() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        try (HttpConsul consul = fleet.consul().connect();
                BlockingWatch<List<KvEntry>> watch = new BlockingWatch<>(
                        "test",
                        since -> consul.entries("parallax/test", since),
                        answer -> {
                            if (!answer.value().isEmpty()) {
                                seen.countDown();
                            }
                        },
                        failure -> {})) {
            watch.start();
            assertThat(consul.commit(List.of(new KvOperation.Put("parallax/test", "there", 0))))
                    .isPresent();
            assertThat(seen.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static PuppetConsulController run(PuppetConsulController controller) {
        Thread thread = new Thread(() -> {
            try {
                controller.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return controller;
    }

    private static String leader(HttpConsul consul) {
        return consul.entry(LEADER).flatMap(KvEntry::session).orElse(null);
    }

    private static String hostOf(ApplicationStatus status, String replica) {
        return status.roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .filter(found -> found.name().equals(replica))
                .map(found -> found.host().orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> names(ApplicationStatus status) {
        return status.roles().get("keystone").replicas().stream()
                .map(ApplicationStatus.ReplicaStatus::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> hosts(ApplicationStatus status) {
        return status.roles().get("keystone").replicas().stream()
                .map(replica -> replica.host().orElse(""))
                .collect(Collectors.toSet());
    }
}
