package dev.parallax.lab.kubernetes;

import dev.parallax.lab.Parallel;
import dev.parallax.lab.Told;
import dev.parallax.lab.docker.ContainerHost;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The versions of what takes part in the cluster, from the running programs; of runc, which runs only for moments, from its executable. */
final class ClusterVersions {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ETCD_VERSION = "cd /etc/kubernetes/pki && curl -sS --max-time 5 --cacert etcd-ca.crt"
            + " --cert apiserver-etcd-client.crt --key apiserver-etcd-client.key https://127.0.0.1:2379/version";
    private static final String PROXY_METRICS = "curl -sS --max-time 5 http://127.0.0.1:10249/metrics";

    private final KubernetesClient client;
    private final ContainerHost control;
    private final SortedMap<String, ContainerHost> workers;

    ClusterVersions(KubernetesClient client, ContainerHost control, SortedMap<String, ContainerHost> workers) {
        this.client = client;
        this.control = control;
        this.workers = workers;
    }

    Map<String, String> read(List<String> namespaces) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("kubelet", ofNodes(NodeSystemInfo::getKubeletVersion));
        versions.put(
                "containerd", ofNodes(info -> info.getContainerRuntimeVersion().replaceFirst("^containerd://", "")));
        versions.put("kernel", ofNodes(NodeSystemInfo::getKernelVersion));
        versions.put("operating system", ofNodes(NodeSystemInfo::getOsImage));
        versions.put("runc", ofWorkers("runc --version", output -> after(output, "runc version ")));
        versions.put("kube-proxy", ofWorkers(PROXY_METRICS, output -> after(output, "git_version=\"")));
        versions.put(
                "kube-apiserver",
                one(
                        "control",
                        RunningPrograms.told(() -> client.getKubernetesVersion().getGitVersion())
                                .orElse("")));
        versions.put(
                "etcd",
                one(
                        "control",
                        RunningPrograms.told(() -> control.sh(LIMIT, ETCD_VERSION))
                                .map(output -> after(output, "\"etcdserver\":\""))
                                .orElse("")));
        versions.putAll(images(namespaces));
        return versions;
    }

    /** Of the cluster's own pods, the tags of the images that run. */
    private Map<String, String> images(List<String> namespaces) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        for (String namespace : namespaces) {
            RunningPrograms.told(
                            () -> client.pods().inNamespace(namespace).list().getItems())
                    .orElse(List.of())
                    .forEach(pod -> pod.getStatus().getContainerStatuses().forEach(container -> {
                        String image = container
                                .getImage()
                                .substring(container.getImage().lastIndexOf('/') + 1);
                        int colon = image.indexOf(':');
                        if (colon > 0) {
                            tags.computeIfAbsent(image.substring(0, colon) + " image", any -> new TreeMap<>())
                                    .put(pod.getMetadata().getName(), image.substring(colon + 1));
                        }
                    }));
        }
        Map<String, String> told = new TreeMap<>();
        tags.forEach((name, values) -> told.put(name, Told.by(values)));
        return told;
    }

    private static String one(String teller, String value) {
        return Told.by(Map.of(teller, value));
    }

    private String ofNodes(Function<NodeSystemInfo, String> version) {
        Map<String, String> values = new TreeMap<>();
        for (String worker : workers.keySet()) {
            values.put(
                    worker,
                    RunningPrograms.told(() -> {
                                Node node = client.nodes().withName(worker).require();
                                return Objects.requireNonNull(
                                        version.apply(node.getStatus().getNodeInfo()));
                            })
                            .orElse(""));
        }
        return Told.by(values);
    }

    private String ofWorkers(String command, Function<String, String> version) {
        Map<String, String> values = Collections.synchronizedMap(new TreeMap<>());
        Parallel.each(
                workers.entrySet(),
                worker -> values.put(
                        worker.getKey(),
                        RunningPrograms.told(() -> worker.getValue().sh(LIMIT, command))
                                .map(version)
                                .orElse("")));
        return Told.by(values);
    }

    /** The word right after the first place where this stands; empty when it stands nowhere. */
    static String after(String output, String start) {
        int at = output.indexOf(start);
        return at < 0 ? "" : output.substring(at + start.length()).split("[\\s\"]+", 2)[0];
    }
}
