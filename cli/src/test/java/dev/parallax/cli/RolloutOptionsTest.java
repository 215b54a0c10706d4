package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.Backend;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Trouble;
import dev.parallax.memory.InMemoryBackend;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutOptionsTest {
    private static final Application SHOP = Application.builder()
            .name("shop")
            .version("1")
            .putRoles(
                    "web",
                    Role.builder()
                            .replicas(ReplicaPolicy.builder()
                                    .count(1)
                                    .spread(Spread.HOST)
                                    .build())
                            .putComponents(
                                    "app",
                                    Component.builder()
                                            .artifact(Artifact.builder()
                                                    .image("example/web:1")
                                                    .build())
                                            .addCommand("web")
                                            .build())
                            .build())
            .build();

    /** Long before the time is up, on a terminal as elsewhere. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void saysAtOnceWhichReplicaHasNoPlaceAndWhy(boolean live) throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(
                new ByteArrayOutputStream(), err, new Terminal(false, false, live, 100), Map.of(), Path.of(".."));
        RolloutOptions rollouts = new RolloutOptions();
        rollouts.timeout = Duration.ofSeconds(2);
        try (InMemoryBackend backend = InMemoryBackend.builder().hosts(2).build()) {
            backend.apply(SHOP).await(Duration.ofSeconds(10));

            assertThatThrownBy(() -> rollouts.run(
                            invocation,
                            new BackendOptions(),
                            backend,
                            "Scaling",
                            "again",
                            () -> backend.scale("shop", Map.of("web", 3))))
                    .isInstanceOf(NotReachedException.class);
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .containsPattern("replica web-\\d is not ready: no host takes it: none is free and has its labels");
    }

    /** What this process does about it ends with the command. */
    @Test
    void saysWhatIsLeftToWhoeverDoesNotWait() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(
                out, new ByteArrayOutputStream(), new Terminal(false, false, false, 100), Map.of(), Path.of(".."));
        RolloutOptions rollouts = new RolloutOptions();
        rollouts.noWait = true;
        try (InMemoryBackend memory = InMemoryBackend.builder().hosts(1).build()) {
            Backend backend = (Backend) Proxy.newProxyInstance(
                    RolloutOptionsTest.class.getClassLoader(),
                    new Class<?>[] {Backend.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "troubles" -> List.of(new Trouble("this process does it", "done"));
                        case "troublesOnceClosed" -> List.of(new Trouble("nobody does it", "done"));
                        default -> method.invoke(memory, arguments);
                    });

            rollouts.run(invocation, new BackendOptions(), backend, "Applying", "again", () -> backend.apply(SHOP));
        }
        invocation.out().flush();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("\nnobody does it\n")
                .doesNotContain("this process");
    }
}
