package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import org.junit.jupiter.api.Test;

class NodesTest {
    private static NodeBuilder node(String ready) {
        return new NodeBuilder()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus();
    }

    private static Node tainted(String key) {
        return node("True")
                .editSpec()
                .addNewTaint("NoSchedule", key, null, null)
                .endSpec()
                .build();
    }

    @Test
    void isUsableWhenItIsReady() {
        assertThat(Nodes.isUsable(node("True").build())).isTrue();
        assertThat(Nodes.isUsable(node("Unknown").build())).isFalse();
    }

    @Test
    void isCordonedWhenSomebodyKeepsNewPodsOff() {
        assertThat(Nodes.isCordoned(node("True").build())).isFalse();
        assertThat(Nodes.isCordoned(node("True")
                        .editSpec()
                        .withUnschedulable(true)
                        .endSpec()
                        .build()))
                .isTrue();
    }

    @Test
    void isUsableWhenSomebodyHasCordonedIt() {
        assertThat(Nodes.isUsable(tainted("node.kubernetes.io/unschedulable"))).isTrue();
        assertThat(Nodes.isUsable(tainted("node.kubernetes.io/unreachable"))).isFalse();
    }
}
