package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.Parallax;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.LogQuery;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.kubernetes.manifest.AccessRules;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb of the backend by an account that may do what `render --rbac` writes, and nothing else. */
@OnKubernetes
final class LeastPrivilegeIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "confined";
    /** As `render` writes it: the application's own, which its account may not delete all the same. */
    private static final Namespace NAMESPACE = Manifests.namespace(NAME, NAME);

    private static KubernetesLab lab;
    private static KubernetesClient administrator;

    @BeforeAll
    static void makeAccount() throws Exception {
        lab = KubernetesLab.up();
        administrator = KubernetesLab.administrator();
        removeNamespace();
        administrator.resource(NAMESPACE).create();
        AccessRules.of(NAME).forEach(object -> administrator.resource(object).create());
    }

    @AfterAll
    static void removeAll() {
        if (administrator != null) {
            removeNamespace();
            administrator.close();
        }
        lab.close();
    }

    private static void removeNamespace() {
        administrator.resource(NAMESPACE).delete();
        Await.until(
                "the namespace is gone",
                LIMIT,
                () -> administrator.resource(NAMESPACE).get() == null
                        ? Optional.empty()
                        : Optional.of("it is still there"));
    }

    @Test
    void everyVerbWorksWithTheRoleThatIsRendered(@TempDir Path folder) throws Exception {
        Application application = application();
        try (Backend backend = confined(folder)) {
            assertThat(backend.plan(application).isEmpty()).isFalse();
            ApplicationStatus ready = backend.apply(application).await(LIMIT);
            assertThat(backend.plan(application).isEmpty()).isTrue();
            assertThat(backend.inspect(NAME).roles()).isNotEmpty();
            assertThat(backend.drift(NAME).standing()).isEmpty();
            backend.logs(LogQuery.builder().application(NAME).build(), line -> assertThat(line.replica())
                    .isNotEmpty());
            String store = Objects.requireNonNull(ready.roles().get("store"))
                    .replicas()
                    .get(0)
                    .name();
            assertThat(backend.exec(NAME, store, "server", List.of("echo", "hello"), LIMIT))
                    .isEqualTo(new CommandResult(0, "hello\n", ""));
            backend.scale(NAME, Map.of("web", 2)).await(LIMIT);
            backend.replace(NAME, store);
            backend.repair(NAME).await(LIMIT);
            backend.rollback(NAME, ready.revision()).await(LIMIT);
            assertThat(backend.history(NAME)).hasSize(3);
            backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            assertThat(backend.observe(NAME)).isEmpty();
            assertThat(backend.plan(application).isEmpty())
                    .as("it can be applied again")
                    .isFalse();
            backend.apply(application).await(LIMIT);
            backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        }
    }

    @Test
    void whatItMayNotDoIsOneErrorThatNamesIt(@TempDir Path folder) throws Exception {
        try (Backend backend = confined(folder)) {
            assertThatThrownBy(backend::hosts)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("cannot list pods")
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> backend.apply(Application.builder()
                            .from(application())
                            .name("elsewhere")
                            .build()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("elsewhere");
        }
    }

    /** The backend as the account: the administrator's kubeconfig with the account's token in place of the certificate. */
    private static Backend confined(Path folder) throws IOException {
        Config config = Serialization.unmarshal(Files.readString(KubernetesLab.kubeconfig()), Config.class);
        var user = config.getUsers().get(0).getUser();
        user.setClientCertificateData(null);
        user.setClientKeyData(null);
        user.setToken(administrator
                .serviceAccounts()
                .inNamespace(NAME)
                .withName(AccessRules.ACCOUNT)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken());
        Path file = Files.writeString(folder.resolve("kubeconfig"), Serialization.asYaml(config));
        return Parallax.backend("kubernetes")
                .with("kubeconfig", file.toString())
                .open();
    }

    private static Application application() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: confined, version: "1"}
                secrets: {token: {generate: password}}
                services: {web: {role: web, ports: {http: {port: 80, target: http}}}}
                steps: {once: {use: web/server, command: [/bin/true]}}
                roles:
                  store:
                    storage: {data: {path: /var/lib/store, size: 10Mi, keep: true}}
                    components:
                      server: {artifact: {image: "parallax/web:1"}, command: [/usr/bin/parallax-web], env: {PORT: "18080"}}
                  web:
                    replicas: {count: 3, minAvailable: 1}
                    requires: [{step: once}]
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080", TOKEN: {secret: token}}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """, "confined.yaml", Path.of("."));
    }
}
