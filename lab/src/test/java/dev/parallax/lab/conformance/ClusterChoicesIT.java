package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is chosen for an application when it is applied holds for all that is done with it later. */
@OnKubernetes
final class ClusterChoicesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "choosy";
    private static final String CLASS = "local-path";

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
    void whoScalesNeedNotKnowHowItWasApplied() throws Exception {
        try (Backend applier =
                        KubernetesLab.backend(Map.of("storage-class", CLASS, "image-pull-secrets", "mirror,vendor"));
                Backend other = KubernetesLab.backend(Map.of())) {
            try {
                applier.apply(application()).await(LIMIT);
                StatefulSet before = store();
                assertThat(before.getSpec().getVolumeClaimTemplates())
                        .allSatisfy(claim -> assertThat(claim.getSpec().getStorageClassName())
                                .isEqualTo(CLASS));
                assertThat(pullSecrets(before)).containsExactly("mirror", "vendor");

                ApplicationStatus scaled = other.scale(NAME, Map.of("store", 0)).await(LIMIT);

                assertThat(scaled.isReady()).isTrue();
                assertThat(store().getSpec().getReplicas()).isZero();
                assertThat(store().getSpec().getVolumeClaimTemplates())
                        .usingRecursiveComparison()
                        .isEqualTo(before.getSpec().getVolumeClaimTemplates());
                assertThat(pullSecrets(store())).containsExactly("mirror", "vendor");
            } finally {
                other.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            }
        }
    }

    private static List<String> pullSecrets(StatefulSet store) {
        return store.getSpec().getTemplate().getSpec().getImagePullSecrets().stream()
                .map(secret -> secret.getName())
                .toList();
    }

    private static StatefulSet store() throws Exception {
        try (KubernetesClient client = KubernetesLab.administrator()) {
            return client.apps()
                    .statefulSets()
                    .inNamespace(NAME)
                    .withName("store")
                    .get();
        }
    }

    private static Application application() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: choosy, version: "1"}
                roles:
                  store:
                    storage: {data: {path: /var/lib/store, size: 10Mi, keep: true}}
                    components:
                      server: {artifact: {image: "parallax/web:1"}, command: [/usr/bin/parallax-web], env: {PORT: "18080"}}
                """, "choosy.yaml", Path.of("."));
    }
}
