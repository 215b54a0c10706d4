package dev.parallax.lab.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.definition.DurationText;
import dev.parallax.lab.LabException;
import dev.parallax.lab.docker.ContainerHost;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Versions and timers as the running programs tell them: their own configuration endpoints and their command lines. */
final class LiveFacts {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** The API server tells of a change as it happens. */
    private static final Duration WATCH = Duration.ofMillis(50);

    private static final List<String> OWN_NAMESPACES = List.of("kube-system", "metallb-system", "local-path-storage");
    private static final String GRACE = "node-monitor-grace-period";
    private static final String GRACE_DEFAULT = "50s";
    private static final String PERIOD = "node-monitor-period";
    private static final String PERIOD_DEFAULT = "5s";

    private final KubernetesClient client;
    private final ContainerHost control;
    private final ContainerHost worker;
    private final String workerName;

    LiveFacts(KubernetesClient client, ContainerHost control, ContainerHost worker, String workerName) {
        this.client = client;
        this.control = control;
        this.worker = worker;
        this.workerName = workerName;
    }

    SideFacts read(String profile) {
        String manager = commandLine("kube-controller-manager");
        return new SideFacts(
                profile,
                versions(),
                timers(manager),
                WATCH,
                hostLoss(
                        flag(manager, GRACE, GRACE_DEFAULT),
                        flag(manager, PERIOD, PERIOD_DEFAULT),
                        tolerances(client.pods().inAnyNamespace().list().getItems())));
    }

    /**
     * The sign of life that was last seen may have come right before the loss and been seen a period later; from then on the grace counts,
     * and its end is seen at most a period later.
     */
    static SideFacts.HostLoss hostLoss(String grace, String period, List<Duration> tolerances) {
        return new SideFacts.HostLoss(
                DurationText.parse(grace).plus(DurationText.parse(period).multipliedBy(2)),
                grace + " " + GRACE + " + 2 x " + period + " " + PERIOD,
                tolerances.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
    }

    /** How long each of the cluster's own pods stays on a host that is lost; those that belong to every host stay for ever. */
    static List<Duration> tolerances(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> OWN_NAMESPACES.contains(pod.getMetadata().getNamespace()))
                .flatMap(pod -> pod.getSpec().getTolerations().stream())
                .filter(toleration -> "node.kubernetes.io/unreachable".equals(toleration.getKey()))
                .map(Toleration::getTolerationSeconds)
                .filter(Objects::nonNull)
                .map(Duration::ofSeconds)
                .toList();
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        NodeSystemInfo info =
                client.nodes().withName(workerName).get().getStatus().getNodeInfo();
        versions.put("kubelet", info.getKubeletVersion());
        versions.put("containerd", info.getContainerRuntimeVersion().replaceFirst("^containerd://", ""));
        versions.put("kernel", info.getKernelVersion());
        versions.put("operating system", info.getOsImage());
        versions.put("kube-apiserver", client.getKubernetesVersion().getGitVersion());
        versions.put("etcd", firstWord(control.sh(LIMIT, "/opt/parallax/kubernetes/etcd --version"), "etcd Version:"));
        versions.put("runc", firstWord(worker.sh(LIMIT, "runc --version"), "runc version"));
        for (String namespace : OWN_NAMESPACES) {
            client.pods().inNamespace(namespace).list().getItems().forEach(pod -> pod.getSpec()
                    .getContainers()
                    .forEach(container -> {
                        String image = container.getImage();
                        String name = image.substring(image.lastIndexOf('/') + 1);
                        int colon = name.indexOf(':');
                        versions.put(name.substring(0, colon), name.substring(colon + 1));
                    }));
        }
        return versions;
    }

    private List<Timer> timers(String manager) {
        JsonNode kubelet = json(client.raw("/api/v1/nodes/" + workerName + "/proxy/configz"))
                .path("kubeletconfig");
        JsonNode proxy = json(worker.sh(LIMIT, "curl -sS --max-time 5 http://127.0.0.1:10249/configz"))
                .path("kubeproxy.config.k8s.io");
        String apiServer = commandLine("kube-apiserver");
        return List.of(
                new Timer(
                        "kubelet nodeStatusUpdateFrequency",
                        "10s",
                        kubelet.path("nodeStatusUpdateFrequency").asText(),
                        "a worker looks at its own state"),
                new Timer(
                        "kubelet nodeLeaseDurationSeconds",
                        "40",
                        kubelet.path("nodeLeaseDurationSeconds").asText(),
                        "a worker says that it lives, every quarter of it"),
                new Timer(
                        "kube-controller-manager " + PERIOD,
                        PERIOD_DEFAULT,
                        flag(manager, PERIOD, PERIOD_DEFAULT),
                        "how often signs of life are looked at"),
                new Timer(
                        "kube-controller-manager " + GRACE,
                        GRACE_DEFAULT,
                        flag(manager, GRACE, GRACE_DEFAULT),
                        "a lost worker is noticed"),
                new Timer(
                        "kube-apiserver default-unreachable-toleration-seconds",
                        "300",
                        flag(apiServer, "default-unreachable-toleration-seconds", "300"),
                        "a lost worker's pods are given up, unless they tolerate it for another time"),
                new Timer(
                        "kube-proxy nftables.minSyncPeriod",
                        "1s",
                        proxy.path("MinSyncPeriod").asText(),
                        "a service's endpoints reach the packet filter"),
                new Timer(
                        "kubelet syncFrequency",
                        "1m0s",
                        kubelet.path("syncFrequency").asText(),
                        "a pod is looked at when nothing has told of a change"));
    }

    private String commandLine(String unit) {
        return control.sh(
                LIMIT, "tr '\\0' ' ' < /proc/$(systemctl show --property=MainPID --value " + unit + ")/cmdline");
    }

    static String flag(String commandLine, String name, String otherwise) {
        String start = "--" + name + "=";
        for (String word : commandLine.split("\\s+")) {
            if (word.startsWith(start)) {
                return word.substring(start.length());
            }
        }
        return otherwise;
    }

    static String firstWord(String output, String after) {
        return output.lines()
                .filter(line -> line.startsWith(after))
                .map(line -> line.substring(after.length()).strip().split("\\s+", 2)[0])
                .findFirst()
                .orElse("unknown");
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new LabException("could not read a program's configuration: " + e.getMessage(), e);
        }
    }
}
