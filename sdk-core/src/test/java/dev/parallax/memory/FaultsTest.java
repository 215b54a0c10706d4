package dev.parallax.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Drift;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Plan;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.Rollout;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Probe;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.UpdatePolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done to the in-memory backend behind its back, and that no more comes of it than that. */
class FaultsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Verbs that ask nobody, and those that are made of others. */
    private static final Set<String> OTHERS =
            Set.of("name", "assess", "close", "adoption", "adopt", "rollback", "scale", "abort", "drain");

    private final ManualTimeline timeline = new ManualTimeline();
    private final InMemoryBackend backend = InMemoryBackend.builder()
            .timeline(timeline)
            .failing(component -> component.artifact().image().equals("shop:2"))
            .build();
    private final Faults faults = backend.faults();

    @Test
    void hungReplicaIsNotReadyOnceItsCheckHasFailedAsOftenAsItMay() throws Exception {
        backend.apply(shop(ready())).await(LIMIT);

        faults.hangReplica("shop", "web-0");

        timeline.advance(Duration.ofMillis(2999));
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.READY);
        timeline.advance(Duration.ofMillis(1));
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.STARTED);
        assertThat(replica("web-0").lastError()).contains("its ready check fails");
        assertThat(endpoints()).hasSize(1);
        timeline.advance(Duration.ofHours(1));
        assertThat(replica("web-0").state()).as("nobody starts it again").isEqualTo(ReplicaState.STARTED);
        assertThat(backend.events("shop")).anySatisfy(event -> assertThat(event)
                .extracting(ApplicationEvent::text)
                .asString()
                .contains("web-0"));

        faults.killReplica("shop", "web-0");
        timeline.advance(SECOND);
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.READY);
        assertThat(endpoints()).hasSize(2);
    }

    @Test
    void hungReplicaIsStartedAgainByItsAliveCheck() throws Exception {
        Checks alive = Checks.builder().from(ready()).alive(check(5)).build();
        backend.apply(shop(alive)).await(LIMIT);

        faults.hangReplica("shop", "web-0");

        timeline.advance(Duration.ofSeconds(4));
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.STARTED);
        timeline.advance(Duration.ofSeconds(2));
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.READY);
        assertThat(replica("web-0").restarts()).isEqualTo(1);
    }

    @Test
    void hungReplicaWithoutChecksIsNoticedByNobody() throws Exception {
        backend.apply(shop(Checks.builder().build())).await(LIMIT);

        faults.hangReplica("shop", "web-0");

        timeline.advance(Duration.ofHours(1));
        assertThat(replica("web-0").state()).isEqualTo(ReplicaState.READY);
    }

    @Test
    void onlyWhatRunsHangs() {
        backend.apply(shop(ready()));
        timeline.advance(Duration.ZERO);
        assertThatThrownBy(() -> faults.hangReplica("shop", "web-0"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("'web-0' does not run");
    }

    @Test
    void badVersionNeverGetsReadyAndGoesBack() throws Exception {
        UpdatePolicy update = UpdatePolicy.builder()
                .deadline(Duration.ofMinutes(2))
                .onFailure(OnFailure.ROLLBACK)
                .build();
        backend.apply(shop("1", ready(), DriftPolicy.REPAIR, update)).await(LIMIT);
        Rollout bad = backend.apply(shop("2", ready(), DriftPolicy.REPAIR, update));

        assertThatThrownBy(() -> bad.await(Duration.ofMinutes(5)))
                .hasMessageContaining("role web is not ready at version 2 after 120 s")
                .hasMessageContaining("its ready check fails");
        backend.rollout("shop").await(LIMIT);
        assertThat(status().version()).isEqualTo("1");
        assertThat(timeline.nanoTime()).isGreaterThan(Duration.ofMinutes(2).toNanos());
    }

    @Test
    void deregisteredReplicaIsDriftThatStaysWhereItIsOnlyReported() throws Exception {
        backend.apply(shop(
                        "1", ready(), DriftPolicy.REPORT, UpdatePolicy.builder().build()))
                .await(LIMIT);
        String host = replica("web-0").host().orElseThrow();

        faults.deregisterByHand("shop", "web-0");

        timeline.advance(LIMIT);
        assertThat(endpoints()).hasSize(1);
        Drift.Difference difference = new Drift.Difference(
                "registration",
                "web-0",
                Optional.of("web"),
                Optional.of(host),
                List.of(Drift.deleted()),
                Drift.State.STANDS);
        assertThat(backend.drift("shop").differences()).containsExactly(difference);
        backend.repair("shop").await(LIMIT);
        assertThat(endpoints()).hasSize(2);
        assertThat(backend.drift("shop").standing()).isEmpty();
        assertThat(backend.drift("shop").differences()).hasSize(1);
    }

    @Test
    void deregisteredReplicaIsPutBackWhereThePolicySaysSoAndForgottenWithIt() throws Exception {
        backend.apply(shop(ready())).await(LIMIT);
        faults.deregisterByHand("shop", "web-0");
        timeline.advance(SECOND);
        assertThat(endpoints()).hasSize(2);
        assertThat(backend.drift("shop").differences())
                .extracting(Drift.Difference::state)
                .containsExactly(Drift.State.REPAIRED);

        backend.apply(shop(
                        "1", ready(), DriftPolicy.REPORT, UpdatePolicy.builder().build()))
                .await(LIMIT);
        faults.deregisterByHand("shop", "web-0");
        backend.replace("shop", "web-0");
        timeline.advance(SECOND);
        assertThat(backend.drift("shop").differences()).isEmpty();
        assertThat(endpoints()).hasSize(2);
    }

    @Test
    void answerThatIsLostDoesNotUndoWhatWasAsked() throws Exception {
        faults.failNextCalls(Verb.APPLY, 1, CallFault.ANSWER_LOST);

        assertThatThrownBy(() -> backend.apply(shop(ready())))
                .isInstanceOf(BackendException.class)
                .hasMessage("in-memory: apply was not answered within 10s; whether it was done is not known");
        assertThat(timeline.nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());

        assertThat(backend.apply(shop(ready())).await(LIMIT).revision()).isEqualTo(1);
    }

    @Test
    void callThatTimesOutDidNothing() {
        faults.failNextCalls(Verb.APPLY, 2, CallFault.TIMED_OUT);

        assertThatThrownBy(() -> backend.apply(shop(ready()))).hasMessageContaining("was not answered within 10s");
        assertThatThrownBy(() -> backend.apply(shop(ready()))).isInstanceOf(BackendException.class);

        assertThat(backend.observe("shop")).isEmpty();
        assertThatCode(() -> backend.apply(shop(ready()))).doesNotThrowAnyException();
    }

    @Test
    void verbMadeOfOthersIsRefusedWithThem() throws Exception {
        backend.apply(shop(ready())).await(LIMIT);
        faults.failNextCalls(Verb.APPLY, 1, CallFault.REFUSED);

        assertThatThrownBy(() -> backend.scale("shop", Map.of("web", 3))).hasMessage("in-memory: apply was refused");

        faults.failNextCalls(Verb.APPLY, 7, CallFault.REFUSED);
        faults.failNextCalls(Verb.APPLY, 0, CallFault.REFUSED);
        assertThat(backend.scale("shop", Map.of("web", 3)).await(LIMIT).isReady())
                .isTrue();
    }

    @Test
    void watchIsToldWhatIsThereOnceTheConnectionIsBack() throws Exception {
        Rollout rollout = backend.apply(shop(ready()));
        List<ApplicationStatus> seen = new ArrayList<>();
        backend.watch("shop", seen::add);
        timeline.advance(Duration.ZERO);
        int before = seen.size();

        faults.loseConnection();
        timeline.advance(LIMIT);
        assertThat(seen).hasSize(before);
        assertThatThrownBy(() -> rollout.await(SECOND)).hasMessage("in-memory: the orchestrator does not answer");

        faults.returnConnection();
        timeline.advance(SECOND);
        assertThat(seen).last().satisfies(status -> assertThat(status.isReady()).isTrue());
        assertThat(rollout.await(SECOND).isReady()).isTrue();
    }

    static Stream<Method> verbs() {
        return Stream.of(Backend.class.getMethods()).filter(method -> !OTHERS.contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbFailsWithoutAConnection(Method verb) throws Exception {
        backend.apply(shop(ready())).await(LIMIT);
        faults.loseConnection();

        assertThat(call(verb))
                .isInstanceOf(BackendException.class)
                .hasMessage("in-memory: the orchestrator does not answer");
    }

    @ParameterizedTest
    @EnumSource
    void everyVerbIsRefusedByItsName(Verb fault) throws Exception {
        backend.apply(shop(ready())).await(LIMIT);
        faults.failNextCalls(fault, 1, CallFault.REFUSED);
        Method verb = verbs().filter(
                        method -> method.getName().equalsIgnoreCase(fault.name().replace("_", "")))
                .findFirst()
                .orElseThrow();

        assertThat(call(verb)).isInstanceOf(BackendException.class).hasMessage("in-memory: " + fault + " was refused");
    }

    private Throwable call(Method verb) {
        Object[] arguments = Stream.of(verb.getParameterTypes()).map(this::some).toArray();
        Throwable thrown = catchThrowable(() -> verb.invoke(backend, arguments));
        assertThat(thrown).as(verb + " fails").isInstanceOf(InvocationTargetException.class);
        return Objects.requireNonNull(thrown.getCause());
    }

    /** Something of a type. */
    private Object some(Class<?> type) {
        List<Object> all = List.of(
                "shop",
                shop(ready()),
                LIMIT,
                List.of("true"),
                Set.of(),
                Map.of(),
                (Consumer<Object>) told -> {},
                LogQuery.builder().application("shop").build(),
                DeleteOptions.defaults(),
                RemoveHostOptions.defaults(),
                new Plan("shop", List.of()));
        return all.stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    private ApplicationStatus status() {
        return backend.observe("shop").orElseThrow();
    }

    private ReplicaStatus replica(String name) {
        return Objects.requireNonNull(status().roles().get("web")).replicas().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> endpoints() {
        return Objects.requireNonNull(status().services().get("web")).readyEndpoints();
    }

    private static Check check(int failures) {
        return Check.builder()
                .probe(new Probe.Tcp("http"))
                .every(SECOND)
                .failures(failures)
                .build();
    }

    private static Checks ready() {
        return Checks.builder().ready(check(3)).build();
    }

    private static Application shop(Checks checks) {
        return shop("1", checks, DriftPolicy.REPAIR, UpdatePolicy.builder().build());
    }

    private static Application shop(String version, Checks checks, DriftPolicy drift, UpdatePolicy update) {
        return Application.builder()
                .name("shop")
                .version(version)
                .putServices(
                        "web",
                        Service.builder()
                                .role("web")
                                .putPorts("http", new ServicePort(80, "http"))
                                .build())
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder()
                                        .count(2)
                                        .drift(drift)
                                        .update(update)
                                        .build())
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("shop:" + version)
                                                        .build())
                                                .addCommand("shop")
                                                .putPorts("http", 8080)
                                                .checks(checks)
                                                .build())
                                .build())
                .build();
    }
}
