package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.Rollout;
import dev.parallax.memory.InMemoryBackend;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Probe;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.UpdatePolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WayBackTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Probe BROKEN = new Probe.Http("/nothing", "http");

    private final List<String> notes = new CopyOnWriteArrayList<>();

    @Test
    void failureSaysThatTheRevisionThatTookItsPlaceIsReady() throws Exception {
        try (InMemoryBackend backend = backend()) {
            backend.apply(application("1", "/", OnFailure.ROLLBACK)).await(LIMIT);
            Rollout bad = backend.apply(application("2", "/nothing", OnFailure.ROLLBACK));

            assertThatThrownBy(() -> new WayBack(backend, notes::add).await(bad, LIMIT))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("role web")
                    .hasMessageEndingWith("; revision 3, version 1, is ready");
            assertThat(backend.observe("shop"))
                    .hasValueSatisfying(status -> assertThat(status.isReady()).isTrue());
            assertThat(notes).singleElement().asString().contains("role web");
        }
    }

    @Test
    void failureThatIsHaltedIsToldAtOnce() {
        try (InMemoryBackend backend = backend()) {
            Rollout bad = backend.apply(application("2", "/nothing", OnFailure.HALT));

            assertThatThrownBy(() -> new WayBack(backend, notes::add).await(bad, LIMIT))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("role web")
                    .hasMessageNotContaining("version 1");
            assertThat(notes).isEmpty();
        }
    }

    private static InMemoryBackend backend() {
        return InMemoryBackend.builder()
                .failing(component -> component
                        .checks()
                        .ready()
                        .filter(check -> check.probe().equals(BROKEN))
                        .isPresent())
                .build();
    }

    private static Application application(String version, String page, OnFailure onFailure) {
        return Application.builder()
                .name("shop")
                .version(version)
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder()
                                        .count(2)
                                        .update(UpdatePolicy.builder()
                                                .deadline(Duration.ofSeconds(1))
                                                .onFailure(onFailure)
                                                .build())
                                        .build())
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("example/web:1")
                                                        .build())
                                                .addCommand("web")
                                                .putPorts("http", 8080)
                                                .checks(Checks.builder()
                                                        .ready(Check.builder()
                                                                .probe(new Probe.Http(page, "http"))
                                                                .build())
                                                        .build())
                                                .build())
                                .build())
                .build();
    }
}
