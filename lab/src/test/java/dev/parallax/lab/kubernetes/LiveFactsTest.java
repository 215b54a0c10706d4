package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.SideFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveFactsTest {
    @Test
    void predictsTheLatestInstantAtWhichALostHostIsNoticed() {
        SideFacts.HostLoss loss =
                LiveFacts.hostLoss("50s", "5s", List.of(Duration.ofSeconds(1), Duration.ofMinutes(5)));

        assertThat(loss.noticedWithin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(loss.ownPartsAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(loss.because()).isEqualTo("50s node-monitor-grace-period + 2 x 5s node-monitor-period");
        assertThat(LiveFacts.hostLoss("5s", "500ms", List.of()).ownPartsAfter()).isZero();
    }

    @Test
    void countsHowLongTheClustersOwnPodsTolerateALostHost() {
        List<Pod> pods = List.of(
                pod("kube-system", "node.kubernetes.io/unreachable", 300L),
                pod("kube-system", "node.kubernetes.io/not-ready", 400L),
                pod("metallb-system", "node.kubernetes.io/unreachable", null),
                pod("shop", "node.kubernetes.io/unreachable", 500L));

        assertThat(LiveFacts.tolerances(pods)).containsExactly(Duration.ofMinutes(5));
    }

    private static Pod pod(String namespace, String taint, @Nullable Long seconds) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addNewToleration()
                .withKey(taint)
                .withTolerationSeconds(seconds)
                .endToleration()
                .endSpec()
                .build();
    }

    @Test
    void findsAVersionInWhatAProgramSays() {
        assertThat(ClusterVersions.after("runc version 1.1.5\ncommit: x\n", "runc version "))
                .isEqualTo("1.1.5");
        assertThat(ClusterVersions.after("{\"etcdserver\":\"3.6.5\",\"storage\":\"3.6.0\"}", "\"etcdserver\":\""))
                .isEqualTo("3.6.5");
        assertThat(ClusterVersions.after("something else", "runc version ")).isEmpty();
    }

    @Test
    void saysOnlyOfAnEtcdThatDoesNotSyncThatItDoesNot() {
        assertThat(LiveFacts.remarks("tuned", etcd("etcd --unsafe-no-fsync ")))
                .anyMatch(remark -> remark.contains("does not wait for the disk"));
        assertThat(LiveFacts.remarks("default", etcd("etcd --log-level=warn")))
                .noneMatch(remark -> remark.contains("disk"))
                .anyMatch(remark -> remark.contains("Kubernetes' own"));
    }

    private static RunningPrograms etcd(String commandLine) {
        return new RunningPrograms(new TreeMap<>(), new TreeMap<>(), Map.of("etcd", commandLine), List.of(), List.of());
    }
}
