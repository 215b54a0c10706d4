package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a rotation on Kubernetes whose new value no replica can live with. */
@OnKubernetes
final class FailedRotationIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "rotated";

    private static KubernetesLab lab;

    @BeforeAll
    static void bringUp() throws InterruptedException {
        lab = KubernetesLab.up();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void goesBackToTheValueOfBefore() throws Exception {
        try (Backend backend = KubernetesLab.backend(Map.of())) {
            try {
                backend.apply(application("true")).await(LIMIT);
                String token = token(backend);
                long revision = backend.apply(application("test \"$TOKEN\" = " + token))
                        .await(LIMIT)
                        .revision();

                assertThatThrownBy(() -> backend.rotate(NAME, Set.of("token")).await(LIMIT))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining("going back to the secrets of before");

                assertThat(token(backend)).isEqualTo(token);
                Await.until("every replica has the value of before", LIMIT, () -> {
                    ApplicationStatus status = backend.observe(NAME).orElseThrow();
                    return status.isReady() ? Optional.empty() : Optional.of(status.toString());
                });
                assertThat(backend.drift(NAME).standing()).isEmpty();
                assertThat(backend.history(NAME).get(0).number()).isEqualTo(revision);
            } finally {
                backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            }
        }
    }

    private static String token(Backend backend) {
        return ((SecretValue.Single) backend.secret(NAME, "token").orElseThrow()).text();
    }

    private static Application application(String check) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: rotated, version: "1"}
                secrets: {token: {generate: password}}
                roles:
                  web:
                    replicas: {count: 2, update: {deadline: 15s, onFailure: rollback}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080", TOKEN: {secret: token}}
                        ports: {http: 18080}
                        checks: {ready: {exec: [/bin/sh, -c, '%s'], every: 1s}}
                """.formatted(check), "rotated.yaml", Path.of("."));
    }
}
