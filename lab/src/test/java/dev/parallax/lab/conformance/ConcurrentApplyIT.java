package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two who apply one application at the same time on Kubernetes, where each process takes its own rollout through the parts. */
@OnKubernetes
final class ConcurrentApplyIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "contended";

    private static KubernetesLab lab;
    private static Backend one;
    private static Backend other;

    @BeforeAll
    static void open() throws Exception {
        lab = KubernetesLab.up();
        one = KubernetesLab.backend(Map.of());
        other = KubernetesLab.backend(Map.of());
        one.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
    }

    @AfterAll
    static void close() {
        if (other != null) {
            other.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            other.close();
        }
        if (one != null) {
            one.close();
        }
        lab.close();
    }

    private static Application application(String version, String step) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: contended, version: "%s"}
                steps: {slow: {use: web/server, command: [%s]}}
                roles:
                  web:
                    requires: [{step: slow}]
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080", VERSION: "%s"}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(version, step, version), "contended.yaml", Path.of("."));
    }

    /** What runs says of its version what the status of the application says. */
    @Test
    void theLaterRevisionIsNotUndoneByTheEarlier() throws Exception {
        one.apply(application("1", "/bin/true")).await(LIMIT);
        Rollout earlier = one.apply(application("2", "/bin/sleep, \"30\""));
        Await.until(
                "the step of version 2 runs",
                LIMIT,
                () -> state(one) == StepState.RUNNING ? Optional.empty() : Optional.of("it is " + state(one)));
        assertThat(one.observe(NAME).orElseThrow().isReady())
                .as("the replica is of version 1 still")
                .isFalse();

        ApplicationStatus later = other.apply(application("3", "/bin/true")).await(LIMIT);

        assertThatThrownBy(() -> earlier.await(LIMIT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("revision " + earlier.revision() + " of " + NAME + " was replaced by revision "
                        + later.revision());
        ApplicationStatus now = one.observe(NAME).orElseThrow();
        assertThat(now.isReady()).isTrue();
        assertThat(versions(now)).containsExactly("3");
        assertThat(other.plan(application("3", "/bin/true")).isEmpty()).isTrue();
    }

    @Test
    void whatIsDeletedMeanwhileDoesNotComeBack() throws Exception {
        Rollout rollout = one.apply(application("4", "/bin/sleep, \"30\""));
        Await.until(
                "the step of version 4 runs",
                LIMIT,
                () -> state(one) == StepState.RUNNING ? Optional.empty() : Optional.of("it is " + state(one)));

        other.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));

        assertThatThrownBy(() -> rollout.await(LIMIT))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("deleted");
        assertThat(one.observe(NAME)).isEmpty();
    }

    private static StepState state(Backend backend) {
        return Objects.requireNonNull(
                        backend.observe(NAME).orElseThrow().steps().get("slow"))
                .state();
    }

    /** Of what serves: what was replaced may not be gone yet. */
    private static List<String> versions(ApplicationStatus status) {
        return Objects.requireNonNull(status.roles().get("web")).replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .map(ReplicaStatus::version)
                .toList();
    }
}
