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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a rollback on Kubernetes when the process that began it ends at the news of the failure, as the command line does. */
@OnKubernetes
final class RollbackLeftAloneIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "left-alone";

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
    void goesOnToItsEndAlsoForRolesThatWaitForOthers() throws Exception {
        try (Backend observer = KubernetesLab.backend(Map.of())) {
            try {
                try (Backend applier = KubernetesLab.backend(Map.of())) {
                    applier.apply(application("1", "/healthz")).await(LIMIT);
                }
                try (Backend applier = KubernetesLab.backend(Map.of())) {
                    assertThatThrownBy(() ->
                                    applier.apply(application("2", "/nothing")).await(LIMIT))
                            .isInstanceOf(BackendException.class)
                            .hasMessageContaining("going back to revision 1");
                }
                Await.until("the rollback is complete", LIMIT, () -> {
                    ApplicationStatus status = observer.observe(NAME).orElseThrow();
                    return status.isReady() && status.version().equals("1")
                            ? Optional.empty()
                            : Optional.of(status.toString());
                });
                assertThat(observer.history(NAME)).hasSize(3);
            } finally {
                observer.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            }
        }
    }

    private static Application application(String version, String health) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: left-alone, version: "%s"}
                services: {store: {role: store, ports: {http: {port: 80, target: http}}}}
                roles:
                  store:
                    storage: {data: {path: /var/lib/store, size: 10Mi, keep: true}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18081"}
                        ports: {http: 18081}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                  web:
                    replicas: {count: 2, update: {deadline: 15s, onFailure: rollback}}
                    requires: [{service: store}]
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080"}
                        ports: {http: 18080}
                        checks: {ready: {http: %s, port: http, every: 1s}}
                """.formatted(version, health), "left-alone.yaml", Path.of("."));
    }
}
