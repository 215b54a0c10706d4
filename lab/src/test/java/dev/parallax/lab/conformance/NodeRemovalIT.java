package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import dev.parallax.lab.OnKubernetes;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node goes when nothing is lost by it. It is one more than the lab has, and has no machine: that of a kubelet is not its own to give up. */
@OnKubernetes
final class NodeRemovalIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NODE = "node-removal-it";

    private static KubernetesLab lab;
    private static KubernetesClient administrator;
    private static Backend backend;

    @BeforeAll
    static void bringUp() throws Exception {
        lab = KubernetesLab.up();
        administrator = KubernetesLab.administrator();
        backend = KubernetesLab.backend(Map.of());
    }

    @AfterAll
    static void close() {
        backend.close();
        administrator.close();
        lab.close();
    }

    @AfterEach
    void leaveNothing() {
        administrator.nodes().withName(NODE).delete();
    }

    private static void register(String ready) {
        administrator
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NODE)
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }

    @Test
    void emptyNodeIsDeletedAndItsKubeletNamed() throws Exception {
        register("True");

        RemovedHost removed = backend.removeHost(NODE, new RemoveHostOptions(Machine.DRAINED, LIMIT));

        assertThat(removed.wasThere()).isTrue();
        assertThat(removed.left()).singleElement().asString().contains("kubelet");
        assertThat(backend.hosts()).extracting(HostStatus::name).doesNotContain(NODE);
        assertThat(backend.removeHost(NODE, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isEqualTo(RemovedHost.absent(NODE));
    }

    @Test
    void lostNodeIsDeletedWhereItIsSaidToBeLost() throws Exception {
        register("Unknown");

        assertThatThrownBy(() -> backend.removeHost(NODE, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(NODE)
                .hasMessageContaining("--lost");
        assertThat(backend.removeHost(NODE, new RemoveHostOptions(Machine.LOST, LIMIT))
                        .wasThere())
                .isTrue();
        assertThat(backend.hosts()).extracting(HostStatus::name).doesNotContain(NODE);
    }

    @Test
    void nodeWithPodsOfOthersIsRefusedAndThePodsAreNamed() {
        var pod = administrator.pods().inAnyNamespace().list().getItems().stream()
                .filter(found -> found.getSpec().getNodeName() != null
                        && found.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> owner.getKind().equals("ReplicaSet"))
                        && found.getMetadata().getNamespace().equals("metallb-system"))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() ->
                        backend.removeHost(pod.getSpec().getNodeName(), new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("metallb-system/" + pod.getMetadata().getName())
                .hasMessageContaining("kubectl drain");
        assertThat(backend.hosts())
                .extracting(HostStatus::name)
                .contains(pod.getSpec().getNodeName());
    }
}
