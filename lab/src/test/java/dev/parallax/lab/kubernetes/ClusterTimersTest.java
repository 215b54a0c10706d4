package dev.parallax.lab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.comparison.SideFacts.Timer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterTimersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KUBELET = """
            {"nodeStatusUpdateFrequency": "1s", "crashLoopBackOff": {"maxContainerRestartPeriod": "5m0s"}}""";

    private final SortedMap<String, JsonNode> kubelets = new TreeMap<>();
    private final SortedMap<String, JsonNode> proxies = new TreeMap<>();

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    private static Pod replica(String name, long tolerates, int period) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(10L)
                .addNewToleration()
                .withKey("node.kubernetes.io/unreachable")
                .withTolerationSeconds(tolerates)
                .endToleration()
                .addNewContainer()
                .withName("api")
                .withNewReadinessProbe()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(1)
                .withFailureThreshold(2)
                .withSuccessThreshold(1)
                .endReadinessProbe()
                .endContainer()
                .addNewContainer()
                .withName("memcached")
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod speaker(String... command) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .withCommand(command)
                .endContainer()
                .endSpec()
                .build();
    }

    private Timer timer(String name, Map<String, String> commandLines, List<Pod> replicas, List<Pod> speakers) {
        List<Timer> timers = ClusterTimers.of(new RunningPrograms(kubelets, proxies, commandLines, replicas, speakers));
        return timers.stream()
                .filter(timer -> timer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + timers));
    }

    private String value(String name, Map<String, String> commandLines, Pod... replicas) {
        return timer(name, commandLines, List.of(replicas), List.of()).value();
    }

    @Test
    void takesWhatTheRunningProgramsSay() throws Exception {
        kubelets.put("worker1", json(KUBELET));
        proxies.put("worker1", json("{\"MinSyncPeriod\": \"1ms\"}"));
        Map<String, String> lines = Map.of(
                "kube-controller-manager", "/opt/kube-controller-manager --node-monitor-period=500ms --v=1",
                "kube-apiserver", "/opt/kube-apiserver --v=1");

        assertThat(value("kubelet nodeStatusUpdateFrequency", lines)).isEqualTo("1s");
        assertThat(value("kubelet crashLoopBackOff.maxContainerRestartPeriod", lines))
                .isEqualTo("5m0s");
        assertThat(value("kube-proxy nftables.minSyncPeriod", lines)).isEqualTo("1ms");
        assertThat(value("kube-controller-manager node-monitor-period", lines)).isEqualTo("500ms");
        assertThat(value("kube-controller-manager node-monitor-grace-period", lines))
                .isEqualTo("50s");
        assertThat(value("kube-apiserver default-unreachable-toleration-seconds", lines))
                .isEqualTo("300");
    }

    @Test
    void showsEachWorkersValueWhereTheyDiffer() throws Exception {
        kubelets.put("worker1", json(KUBELET));
        kubelets.put("worker2", json("{\"nodeStatusUpdateFrequency\": \"10s\"}"));

        assertThat(value("kubelet nodeStatusUpdateFrequency", Map.of())).isEqualTo("1s (worker1), 10s (worker2)");
    }

    @Test
    void takesTheReplicasOwnTimersFromTheirPods() {
        Pod one = replica("keystone-a", 1, 1);
        Pod other = replica("keystone-b", 1, 1);

        assertThat(value("pod tolerationSeconds of unreachable", Map.of(), one, other))
                .isEqualTo("1");
        assertThat(value("pod readinessProbe of api", Map.of(), one, other))
                .isEqualTo("every 1s, timeout 1s, out after 2, in after 1");
        assertThat(value("pod terminationGracePeriodSeconds", Map.of(), one)).isEqualTo("10");
        assertThat(value("pod tolerationSeconds of unreachable", Map.of(), one, replica("keystone-c", 300, 1)))
                .isEqualTo("1 (keystone-a), 300 (keystone-c)");
    }

    @Test
    void keepsTheRowOfWhatCouldNotBeRead() {
        List<Timer> timers = ClusterTimers.of(
                new RunningPrograms(kubelets, proxies, Map.of("kube-controller-manager", ""), List.of(), List.of()));

        assertThat(timers)
                .filteredOn(timer -> !timer.name().startsWith("kubelet re"))
                .isNotEmpty()
                .allMatch(timer -> timer.value().equals(Timer.NOT_FOUND));
        assertThat(timers)
                .extracting(Timer::name)
                .contains(
                        "kubelet nodeStatusUpdateFrequency",
                        "kube-controller-manager node-monitor-grace-period",
                        "kube-proxy nftables.minSyncPeriod",
                        "pod tolerationSeconds of unreachable",
                        "pod readinessProbe",
                        "MetalLB memberlist ProbeInterval");
    }

    @Test
    void namesWhatIsBuiltInAsSuch() {
        Timer near = timer("MetalLB memberlist ProbeInterval", Map.of(), List.of(), List.of(speaker("/speaker")));
        Timer wide = timer(
                "MetalLB memberlist ProbeInterval",
                Map.of(),
                List.of(),
                List.of(speaker("/speaker", "--ml-wan-config=true")));

        assertThat(near.value()).isEqualTo("1s");
        assertThat(near.note()).contains("built in").contains("without --ml-wan-config");
        assertThat(wide.value()).isEqualTo("5s");
        assertThat(wide.note()).contains("with --ml-wan-config");
    }
}
