package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several applications, and what is nobody's, in one namespace. */
@OnKubernetes
final class SharedNamespaceIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "shared-it";
    private static final Namespace NAMESPACE = new NamespaceBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .build();

    private static KubernetesLab lab;
    private static KubernetesClient administrator;
    private static Backend backend;

    @BeforeAll
    static void open() throws Exception {
        lab = KubernetesLab.up();
        administrator = KubernetesLab.administrator();
        removeNamespace();
        backend = KubernetesLab.backend(Map.of("namespace", NAME));
    }

    @AfterEach
    void leaveNothing() {
        removeNamespace();
    }

    @AfterAll
    static void close() {
        if (backend != null) {
            backend.close();
        }
        if (administrator != null) {
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

    private static Application application(String name, String service, String role) {
        return application(name, service, role, "storage: {data: {path: /var/lib/store, size: 10Mi, keep: true}}");
    }

    private static Application application(String name, String service, String role, String storage) {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %s, version: "1"}
                secrets: {%s-token: {generate: password}}
                services: {%s: {role: %s, ports: {http: {port: 80, target: http}}}}
                roles:
                  %s:
                    %s
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080", TOKEN: {secret: %s-token}}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(name, name, service, role, role, storage, name), name + ".yaml", Path.of("."));
    }

    private static void delete(String application) {
        backend.delete(application, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
    }

    @Test
    void deletingOneApplicationLeavesTheOtherAsItIs() throws Exception {
        Application first = application("first", "alpha", "one");
        Application second = application("second", "beta", "two");
        Rollout one = backend.apply(first);
        Rollout two = backend.apply(second);
        one.await(LIMIT);
        ApplicationStatus before = two.await(LIMIT);

        delete("first");

        assertThat(backend.observe("first")).isEmpty();
        assertThat(backend.observe("second")).contains(before);
        assertThat(backend.plan(second).isEmpty()).isTrue();
        assertThat(administrator.resource(NAMESPACE).get().getMetadata().getDeletionTimestamp())
                .isNull();
        delete("second");
        assertThat(backend.observe("second")).isEmpty();
    }

    @Test
    void whatBelongsToAnotherApplicationIsNotTakenOver() throws Exception {
        Application first = application("first", "alpha", "one");
        backend.apply(first).await(LIMIT);
        String selected = administrator
                .services()
                .inNamespace(NAME)
                .withName("alpha")
                .get()
                .getSpec()
                .getSelector()
                .toString();
        Application rival = application("rival", "alpha", "three");

        assertThatThrownBy(() -> backend.plan(rival))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Service " + NAME + "/alpha belongs to application first")
                .hasMessageContaining("rival");
        assertThatThrownBy(() -> backend.apply(rival))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Service " + NAME + "/alpha belongs to application first");

        assertThat(backend.observe("rival")).isEmpty();
        assertThat(backend.plan(first).isEmpty()).isTrue();
        assertThat(administrator
                        .services()
                        .inNamespace(NAME)
                        .withName("alpha")
                        .get()
                        .getSpec()
                        .getSelector())
                .hasToString(selected);
    }

    /** A role's controller takes the place of one of the other kind, of the application's own. */
    @Test
    void controllersOfTheOtherKindThatAreNotOursStay() throws Exception {
        backend.apply(application("first", "alpha", "one")).await(LIMIT);

        assertThatThrownBy(() -> backend.apply(application("rival", "beta", "one", "replicas: 1")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("StatefulSet " + NAME + "/one belongs to application first");

        assertThat(backend.plan(application("first", "alpha", "one")).isEmpty()).isTrue();
        assertThat(backend.apply(application("first", "alpha", "one", "replicas: 1"))
                        .await(LIMIT)
                        .isReady())
                .as("its own makes room")
                .isTrue();
    }

    @Test
    void whatWasMadeByHandIsNotTakenOver() {
        administrator.resource(NAMESPACE).create();
        administrator
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(NAME)
                        .withName("alpha")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "mine")
                        .addNewPort()
                        .withPort(8080)
                        .endPort()
                        .endSpec()
                        .build())
                .create();

        assertThatThrownBy(() -> backend.apply(application("first", "alpha", "one")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Service " + NAME + "/alpha is there and is no application's");

        assertThat(administrator
                        .services()
                        .inNamespace(NAME)
                        .withName("alpha")
                        .get()
                        .getSpec()
                        .getSelector())
                .isEqualTo(Map.of("app", "mine"));
    }

    @Test
    void aNamespaceOfOursStaysWithWhatSomebodyElsePutThere() throws Exception {
        backend.apply(application("first", "alpha", "one")).await(LIMIT);
        administrator
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAME)
                        .withName("mine")
                        .endMetadata()
                        .addToData("key", "value")
                        .build())
                .create();

        delete("first");

        assertThat(backend.observe("first")).isEmpty();
        assertThat(administrator
                        .configMaps()
                        .inNamespace(NAME)
                        .withName("mine")
                        .get()
                        .getData())
                .containsEntry("key", "value");
        administrator.configMaps().inNamespace(NAME).withName("mine").delete();
        delete("first");
        assertThat(administrator.resource(NAMESPACE).get())
                .as("with nothing left, it goes")
                .isNull();
    }
}
