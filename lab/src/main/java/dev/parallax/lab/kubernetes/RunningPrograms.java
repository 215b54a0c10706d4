package dev.parallax.lab.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.docker.ContainerHost;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the cluster's programs say of themselves: kubelets and kube-proxies their configuration, by worker; those of the control host, and
 * etcd, their command lines, by name; and the pods of the measured replicas and of MetalLB's speaker, as the API server has them.
 */
record RunningPrograms(
        SortedMap<String, JsonNode> kubelets,
        SortedMap<String, JsonNode> proxies,
        Map<String, String> commandLines,
        List<Pod> replicas,
        List<Pod> speakers) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> CONTROL_UNITS = List.of("kube-controller-manager", "kube-apiserver", "etcd");

    /** {@code namespace}: of an application. */
    static RunningPrograms read(
            KubernetesClient client,
            ContainerHost control,
            SortedMap<String, ContainerHost> workers,
            Function<String, String> namespace,
            List<ReplicaRef> replicas) {
        return new RunningPrograms(
                byWorker(workers, (worker, host) -> json(client.raw("/api/v1/nodes/" + worker + "/proxy/configz"))
                        .path("kubeletconfig")),
                byWorker(workers, (worker, host) -> json(host.sh(
                                LIMIT, "curl -sS --max-time 5 http://127.0.0.1:10249/configz"))
                        .path("kubeproxy.config.k8s.io")),
                commandLines(control),
                replicas.stream()
                        .flatMap(replica -> told(() -> client.pods()
                                        .inNamespace(namespace.apply(replica.application()))
                                        .withName(replica.replica())
                                        .require())
                                .stream())
                        .toList(),
                told(() -> client.pods()
                                .inNamespace("metallb-system")
                                .withLabel("component", "speaker")
                                .list()
                                .getItems())
                        .orElse(List.of()));
    }

    private static SortedMap<String, JsonNode> byWorker(
            SortedMap<String, ContainerHost> workers, BiFunction<String, ContainerHost, JsonNode> read) {
        SortedMap<String, JsonNode> found = Collections.synchronizedSortedMap(new TreeMap<>());
        Parallel.each(workers.entrySet(), worker -> {
            String name = worker.getKey();
            found.put(name, told(() -> read.apply(name, worker.getValue())).orElse(MissingNode.getInstance()));
        });
        return found;
    }

    private static Map<String, String> commandLines(ContainerHost control) {
        Map<String, String> lines = new TreeMap<>();
        for (String unit : CONTROL_UNITS) {
            String script = "tr '\\0' ' ' < /proc/$(systemctl show --property=MainPID --value " + unit + ")/cmdline";
            lines.put(unit, told(() -> control.sh(LIMIT, script)).orElse(""));
        }
        return lines;
    }

    /** What a program tells; nothing of one that does not answer, whose timers are then shown as not found. */
    static <T> Optional<T> told(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (LabException | KubernetesClientException e) {
            return Optional.empty();
        }
    }

    String commandLine(String unit) {
        return commandLines.getOrDefault(unit, "");
    }

    /** The value of an option on a program's command line, or what holds without it. */
    static String flag(String commandLine, String name, String otherwise) {
        String start = "--" + name + "=";
        for (String word : commandLine.split("\\s+")) {
            if (word.startsWith(start)) {
                return word.substring(start.length());
            }
        }
        return otherwise;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new LabException("could not read a program's configuration: " + e.getOriginalMessage(), e);
        }
    }
}
