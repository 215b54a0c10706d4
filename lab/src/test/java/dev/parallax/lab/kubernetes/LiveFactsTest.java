package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveFactsTest {
    @Test
    void takesAFlagFromTheCommandLineAndTheProductsOwnValueOtherwise() {
        String commandLine = "/opt/x/kube-controller-manager --node-monitor-period=500ms --v=1 ";

        assertThat(LiveFacts.flag(commandLine, "node-monitor-period", "5s")).isEqualTo("500ms");
        assertThat(LiveFacts.flag(commandLine, "node-monitor-grace-period", "50s"))
                .isEqualTo("50s");
    }

    @Test
    void findsAVersionInWhatAProgramSays() {
        assertThat(LiveFacts.firstWord("etcd Version: 3.6.5\nGit SHA: x\n", "etcd Version:"))
                .isEqualTo("3.6.5");
        assertThat(LiveFacts.firstWord("something else", "etcd Version:")).isEqualTo("unknown");
    }
}
