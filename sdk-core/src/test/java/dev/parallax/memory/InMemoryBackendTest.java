package dev.parallax.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.Parallax;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Drift;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Rollout;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.Limits;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.secret.SecretGenerator;
import dev.parallax.secret.SecretResolver;
import dev.parallax.testing.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance kit does not ask: time, faults and settings of the simulation. */
class InMemoryBackendTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final ManualTimeline timeline = new ManualTimeline();
    private final InMemoryBackend backend = InMemoryBackend.builder()
            .timeline(timeline)
            .labels("host1", Map.of("disk", "ssd"))
            .labels("host2", Map.of("disk", "ssd"))
            .labels("host3", Map.of("disk", "ssd"))
            .secrets(new SecretResolver(Map.of("SHOP_TOKEN", "t")::get, new SecretGenerator(new SecureRandom())))
            .build();

    private Application shop = Samples.everything();

    @BeforeEach
    void putLicenceInPlace() throws Exception {
        String licence = Files.writeString(folder.resolve("licence"), "x").toString();
        shop = Application.builder()
                .from(shop)
                .putSecrets("licence", new Secret.FromFile(licence))
                .build();
    }

    @Test
    void takesNoRealTimeOnAManualTimeline() throws Exception {
        ApplicationStatus status = backend.apply(shop).await(LIMIT);
        assertThat(status.isReady()).isTrue();
        assertThat(hosts(status, "web")).containsExactlyInAnyOrder("host1", "host2", "host3");
        assertThat(timeline.nanoTime()).isBetween(1L, LIMIT.toNanos());
    }

    @Test
    void startsAStepWithItsOwnVariablesBesideThoseOfTheComponent() throws Exception {
        backend.apply(shop).await(LIMIT);
        assertThat(backend.stepEnvironment("shop", "schema"))
                .containsEntry("SCHEMA_TOKEN", "t")
                .containsEntry("SCHEMA", "shop")
                .containsKeys("DB", "DB_PASSWORD")
                .containsEntry("REPLICA_NAME", "schema");
        assertThat(backend.environment("shop", "web-0", "app")).doesNotContainKey("SCHEMA_TOKEN");
    }

    @Test
    void doesNothingUntilTimePasses() {
        backend.apply(shop);
        assertThat(role("web").placed()).isZero();
        timeline.advance(Duration.ofSeconds(1));
        assertThat(role("web").ready()).isEqualTo(3);
    }

    @Test
    void comesUpInTheOrderOfTheWaves() {
        List<ApplicationStatus> seen = new ArrayList<>();
        backend.watch("shop", seen::add);
        backend.apply(shop);
        timeline.advance(Duration.ofSeconds(1));
        assertThat(seen)
                .filteredOn(status -> find(status, "web").placed() > 0)
                .isNotEmpty()
                .allSatisfy(status -> assertThat(find(status, "db").ready()).isEqualTo(1));
    }

    @Test
    void waitsForALostHostAsLongAsThePolicySays() throws Exception {
        backend.apply(withoutPin()).await(LIMIT);
        String lost = hosts(backend.observe("shop").orElseThrow(), "web").get(0);
        backend.faults().loseHost(lost);
        timeline.advance(Duration.ofMillis(4400));
        assertThat(role("web").replicas()).anyMatch(replica -> replica.state() == ReplicaState.LOST);
        timeline.advance(Duration.ofMillis(200));
        assertThat(role("web").ready()).isEqualTo(3);
        assertThat(hosts(backend.observe("shop").orElseThrow(), "web")).doesNotContain(lost);
    }

    @Test
    void keepsWhatWasScaledByHandUntilItIsAppliedAgainWhereThePolicyOnlyReports() throws Exception {
        backend.apply(shop).await(LIMIT);
        int wanted = role("web").wanted();
        assertThat(Objects.requireNonNull(shop.roles().get("web")).replicas().drift())
                .isEqualTo(DriftPolicy.REPORT);
        backend.faults().scaleByHand("shop", "web", 1);
        timeline.advance(LIMIT);
        assertThat(role("web").replicas()).hasSize(1);
        assertThat(backend.drift("shop").standing())
                .extracting(Drift.Difference::fields)
                .containsExactly(List.of(new Plan.FieldChange(
                        "replicas.count", Optional.of(Integer.toString(wanted)), Optional.of("1"))));
        assertThat(changes(backend.plan(shop)))
                .containsExactly(new Plan.Change(
                        Plan.Action.REPAIR,
                        "role",
                        "web",
                        List.of(new Plan.FieldChange(
                                "replicas.count", Optional.of("1"), Optional.of(Integer.toString(wanted))))));
        backend.apply(shop).await(LIMIT);
        assertThat(role("web").replicas()).hasSize(wanted);
        assertThat(changes(backend.plan(shop))).isEmpty();
        assertThat(backend.drift("shop").standing()).isEmpty();
        assertThat(backend.drift("shop").differences())
                .extracting(Drift.Difference::state)
                .containsExactly(Drift.State.REPAIRED);
    }

    @Test
    void plansNoRepairOfARoleThatGoes() throws Exception {
        backend.apply(shop).await(LIMIT);
        backend.faults().scaleByHand("shop", "web", 1);
        assertThat(changes(backend.plan(shop))).isNotEmpty();

        Component app = Component.builder()
                .artifact(Artifact.builder().image("x:1").build())
                .addCommand("x")
                .build();
        Application other = Application.builder()
                .name("shop")
                .version("1")
                .putRoles("other", Role.builder().putComponents("app", app).build())
                .build();

        assertThat(changes(backend.plan(other)))
                .isNotEmpty()
                .extracting(Plan.Change::action)
                .doesNotContain(Plan.Action.REPAIR);
    }

    private static List<Plan.Change> changes(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.action() != Plan.Action.UNCHANGED)
                .toList();
    }

    @Test
    void aChangeThatNoReplicaHasToFollowIsReachedAtOnce() throws Exception {
        backend.apply(shop).await(LIMIT);
        Role web = Objects.requireNonNull(shop.roles().get("web"));
        ReplicaPolicy policy = ReplicaPolicy.builder()
                .from(web.replicas())
                .drift(DriftPolicy.REPAIR)
                .build();
        Application changed = Application.builder()
                .from(shop)
                .putRoles("web", Role.builder().from(web).replicas(policy).build())
                .build();
        backend.apply(changed).await(LIMIT);
        assertThat(backend.history("shop")).hasSize(2).allSatisfy(revision -> assertThat(revision.reached())
                .isPresent());
    }

    @Test
    void hasNothingToGoBackToBeforeAnythingWasReady() throws Exception {
        backend.apply(shop);
        assertThatThrownBy(() -> backend.abort("shop"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no revision of application 'shop' before 1 was ever ready");
    }

    @Test
    void rolesThatComeAndGoWaitForTheEndOfAPause() throws Exception {
        backend.apply(shop).await(LIMIT);
        backend.pause("shop");
        Role web = Objects.requireNonNull(shop.roles().get("web"));
        Map<String, Role> roles = new LinkedHashMap<>(shop.roles());
        roles.put("extra", Role.builder().components(web.components()).build());
        backend.apply(Application.builder().from(shop).roles(roles).build());
        timeline.advance(LIMIT);
        assertThat(role("extra").replicas()).isEmpty();
        backend.resume("shop").await(LIMIT);
        assertThat(role("extra").ready()).isEqualTo(1);

        backend.pause("shop");
        backend.apply(shop);
        timeline.advance(LIMIT);
        assertThat(role("extra").replicas()).hasSize(1);
        backend.resume("shop").await(LIMIT);
        timeline.advance(LIMIT);
        assertThat(backend.observe("shop").orElseThrow().roles()).doesNotContainKey("extra");
    }

    @Test
    void neverMovesARoleAwayFromItsStorage() throws Exception {
        backend.apply(shop).await(LIMIT);
        String host = hosts(backend.observe("shop").orElseThrow(), "db").get(0);
        backend.faults().loseHost(host);
        timeline.advance(Duration.ofHours(1));
        assertThat(role("db").ready()).isZero();
        backend.faults().returnHost(host);
        timeline.advance(Duration.ofSeconds(1));
        assertThat(role("db").ready()).isEqualTo(1);
        assertThat(hosts(backend.observe("shop").orElseThrow(), "db")).containsExactly(host);
    }

    @Test
    void saysWhyNoHostTakesAReplica() {
        backend.faults().loseHost("host3");
        assertThatThrownBy(() -> backend.apply(shop).await(LIMIT))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("role web has 2 of 3 replicas ready")
                .hasMessageContaining("no host takes it");
    }

    @Test
    void saysWhatEachHostLacksOfWhatAReplicaRequests() {
        InMemoryBackend small = InMemoryBackend.builder()
                .timeline(timeline)
                .hosts(2)
                .capacity(new Cpu(1000), ByteSize.parse("1Gi"))
                .build();
        Component component = Component.builder()
                .artifact(Artifact.builder().image("shop:1").build())
                .addCommand("shop")
                .limits(Limits.builder().memory(ByteSize.parse("900Mi")).build())
                .requests(Requests.builder()
                        .cpu(new Cpu(600))
                        .memory(ByteSize.parse("1Mi"))
                        .build())
                .build();
        Role role = Role.builder()
                .replicas(ReplicaPolicy.builder().count(3).build())
                .putComponents("app", component)
                .build();

        assertThatThrownBy(() -> small.apply(Application.builder()
                                .name("shop")
                                .version("1")
                                .putRoles("web", role)
                                .build())
                        .await(LIMIT))
                .hasMessageContaining("role web has 2 of 3 replicas ready")
                .hasMessageContaining(
                        "no host takes it: host1 has 400m cpu left, 600m needed; host2 has 400m cpu left, 600m needed");
    }

    @Test
    void retriesAStepAndGivesUpInTheEnd() throws Exception {
        backend.faults().failNextAttempts("shop", "schema", 2);
        ApplicationStatus status = backend.apply(shop).await(LIMIT);
        assertThat(Objects.requireNonNull(status.steps().get("schema")).attempts())
                .isEqualTo(3);
        backend.faults().failNextAttempts("shop", "schema", 100);
        Application next = Application.builder().from(shop).version("1.2.4").build();
        assertThatThrownBy(() -> backend.apply(next).await(LIMIT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("step 'schema'");
        assertThat(role("web").replicas()).extracting(ReplicaStatus::version).containsOnly("1.2.3");
    }

    @Test
    void restartsAKilledReplicaWhereItWas() throws Exception {
        backend.apply(shop).await(LIMIT);
        backend.faults().killReplica("shop", "web-1");
        timeline.advance(Duration.ofSeconds(1));
        assertThat(role("web").replicas().get(1))
                .satisfies(replica -> assertThat(replica.restarts()).isEqualTo(1))
                .satisfies(replica -> assertThat(replica.state()).isEqualTo(ReplicaState.READY));
    }

    @Test
    void deletingEndsWhenWhatItDeletedIsGoneThoughSomebodyMadeItAnew() throws Exception {
        AtomicReference<InMemoryBackend> there = new AtomicReference<>();
        Timeline busy = new Timeline() {
            @Override
            public long nanoTime() {
                return timeline.nanoTime();
            }

            @Override
            public Instant now() {
                return timeline.now();
            }

            @Override
            public void after(Duration delay, Runnable task) {
                timeline.after(delay, task);
            }

            @Override
            public boolean await(BooleanSupplier condition, Duration timeout) {
                return timeline.await(condition, timeout);
            }

            /** Another process, which is quick. */
            @Override
            public void changed() {
                InMemoryBackend backend = there.get();
                if (backend != null && backend.observe("shop").isEmpty()) {
                    there.set(null);
                    backend.apply(shop);
                }
            }

            @Override
            public void close() {
                timeline.close();
            }
        };
        InMemoryBackend shared = InMemoryBackend.builder()
                .timeline(busy)
                .labels("host1", Map.of("disk", "ssd"))
                .secrets(new SecretResolver(Map.of("SHOP_TOKEN", "t")::get, new SecretGenerator(new SecureRandom())))
                .build();
        shared.apply(shop);
        there.set(shared);

        shared.delete("shop", new DeleteOptions(DeleteOptions.KeptStorage.KEEP, LIMIT));

        assertThat(there.get()).isNull();
        assertThat(shared.observe("shop")).isPresent();
        assertThat(timeline.nanoTime()).isLessThan(LIMIT.toNanos());
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNullAtOnce() {
        Rollout rollout = backend.apply(shop);

        assertThatThrownBy(() -> backend.watch("shop", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> rollout.await(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Parallax.backend(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void answersNothingOnceItIsClosed() {
        backend.close();

        assertThatThrownBy(() -> backend.apply(shop)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> backend.observe("shop")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> backend.hosts())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this backend was closed; open another");
    }

    @Test
    void isFoundByNameAndRefusesUnknownSettings() {
        assertThat(Parallax.backends()).containsKey("in-memory");
        try (Backend found = Parallax.backend("in-memory").with("hosts", "2").open()) {
            assertThat(found.name()).isEqualTo("in-memory");
        }
        assertThatThrownBy(() -> Parallax.backend("in-memory").with("host", "2").open())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("in-memory: unknown setting host; known is hosts");
        assertThatThrownBy(
                        () -> Parallax.backend("in-memory").with("hosts", "0").open())
                .isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> Parallax.backend("nomad").open())
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("there is no backend 'nomad'; known are in-memory");
    }

    private Application withoutPin() {
        return Application.builder()
                .from(shop)
                .putRoles(
                        "web",
                        Role.builder()
                                .from(Objects.requireNonNull(shop.roles().get("web")))
                                .replicas(ReplicaPolicy.builder()
                                        .from(Objects.requireNonNull(
                                                        shop.roles().get("web"))
                                                .replicas())
                                        .pin(Map.of())
                                        .build())
                                .build())
                .build();
    }

    private ApplicationStatus.RoleStatus role(String name) {
        return find(backend.observe("shop").orElseThrow(), name);
    }

    private static ApplicationStatus.RoleStatus find(ApplicationStatus status, String role) {
        return Objects.requireNonNull(status.roles().get(role));
    }

    private static List<String> hosts(ApplicationStatus status, String role) {
        return find(status, role).replicas().stream()
                .map(ReplicaStatus::host)
                .flatMap(Optional::stream)
                .toList();
    }
}
