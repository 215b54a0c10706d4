package dev.parallax.lab.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.lab.Told;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The timers that bound what is measured on the cluster, out of what its programs say. Pure. */
final class ClusterTimers {
    static final String GRACE = "node-monitor-grace-period";
    static final String GRACE_DEFAULT = "50s";
    static final String PERIOD = "node-monitor-period";
    static final String PERIOD_DEFAULT = "5s";

    private static final String MANAGER = "kube-controller-manager";
    private static final String API_SERVER = "kube-apiserver";
    private static final String BUILT_IN = "built in: no running kubelet tells it";

    private final RunningPrograms programs;
    private final List<Timer> timers = new ArrayList<>();

    private ClusterTimers(RunningPrograms programs) {
        this.programs = programs;
    }

    static List<Timer> of(RunningPrograms programs) {
        ClusterTimers timers = new ClusterTimers(programs);
        timers.lostHost();
        timers.replica();
        timers.dataPath();
        timers.publicAddress();
        return timers.timers;
    }

    private void lostHost() {
        kubelet("nodeStatusUpdateFrequency", "10s", "a worker looks at its own state");
        kubelet("nodeLeaseDurationSeconds", "40", "a worker says that it lives, every quarter of it");
        flag(MANAGER, PERIOD, PERIOD_DEFAULT, "how often signs of life are looked at");
        flag(MANAGER, GRACE, GRACE_DEFAULT, "a lost worker is noticed");
        for (String taint : List.of("not-ready", "unreachable")) {
            add(
                    "pod tolerationSeconds of " + taint,
                    "300",
                    ofReplicas(pod -> tolerated(pod, "node.kubernetes.io/" + taint)),
                    "a replica on a lost worker is given up and replaced",
                    null);
        }
        flag(
                API_SERVER,
                "default-unreachable-toleration-seconds",
                "300",
                "the same, for pods that do not say it themselves");
    }

    private void replica() {
        add(
                "kubelet relist period",
                "1s",
                "1s",
                "how often a worker looks for ended processes: a killed replica is noticed",
                BUILT_IN);
        add(
                "kubelet restart back-off, first",
                "10s",
                "10s",
                "a container that ends again is started after it, doubled each time; the first time at once",
                BUILT_IN);
        kubelet("crashLoopBackOff.maxContainerRestartPeriod", "5m0s", "the most to which that grows");
        kubelet("syncFrequency", "1m0s", "a pod is looked at when nothing has told of a change");
        String often = "every 10s, timeout 1s, out after 3, in after 1";
        String bounds = "a replica is taken out of its services and in again";
        Set<String> checked = containersWithReadiness();
        for (String container : checked) {
            add(
                    "pod readinessProbe of " + container,
                    often,
                    ofReplicas(pod -> readiness(pod, container)),
                    bounds,
                    null);
        }
        if (checked.isEmpty()) {
            add("pod readinessProbe", often, ofReplicas(pod -> "none"), bounds, null);
        }
        add(
                "pod terminationGracePeriodSeconds",
                "30",
                ofReplicas(pod -> Objects.toString(pod.getSpec().getTerminationGracePeriodSeconds(), "")),
                "how long a deleted replica may take to end",
                null);
    }

    private void dataPath() {
        flag(
                MANAGER,
                "endpointslice-updates-batch-period",
                "0s",
                "how long changes of a service's endpoints are gathered");
        proxy("MinSyncPeriod", "1s", "a service's endpoints reach the packet filter of a worker");
        proxy("SyncPeriod", "30s", "the packet filter is written anew in any case");
    }

    /** MetalLB's speakers find each other lost by memberlist, whose timers cannot be set but for a preference. */
    private void publicAddress() {
        boolean wide = programs.speakers().stream().anyMatch(ClusterTimers::isWideArea);
        String note =
                "built in: no running speaker tells it; started " + (wide ? "with" : "without") + " --ml-wan-config";
        String bounds = "the public address leaves a lost worker";
        boolean any = !programs.speakers().isEmpty();
        memberlist(
                "ProbeInterval",
                "1s",
                any ? wide ? "5s" : "1s" : "",
                "how often a speaker looks at another: " + bounds,
                note);
        memberlist(
                "ProbeTimeout",
                "500ms",
                any ? wide ? "3s" : "500ms" : "",
                "how long it waits for an answer: " + bounds,
                note);
        memberlist(
                "SuspicionMult",
                "4",
                any ? wide ? "6" : "4" : "",
                "how long a silent speaker is suspected: " + bounds,
                note);
    }

    private void memberlist(String name, String defaultValue, String value, String bounds, String note) {
        add("MetalLB memberlist " + name, defaultValue, Told.by(Map.of("speaker", value)), bounds, note);
    }

    private static boolean isWideArea(Pod speaker) {
        return speaker.getSpec().getContainers().stream()
                .flatMap(container -> Stream.concat(container.getCommand().stream(), container.getArgs().stream()))
                .anyMatch(word -> word.matches("--?ml-wan-config(=true)?"));
    }

    private void kubelet(String path, String defaultValue, String bounds) {
        add("kubelet " + path, defaultValue, across(programs.kubelets(), path), bounds, null);
    }

    private void proxy(String field, String defaultValue, String bounds) {
        String name = "kube-proxy nftables." + Character.toLowerCase(field.charAt(0)) + field.substring(1);
        add(name, defaultValue, across(programs.proxies(), field), bounds, null);
    }

    private void flag(String unit, String name, String defaultValue, String bounds) {
        String line = programs.commandLine(unit);
        String value = line.isBlank() ? "" : RunningPrograms.flag(line, name, defaultValue);
        add(unit + " " + name, defaultValue, Told.by(Map.of(unit, value)), bounds, null);
    }

    private void add(String name, String defaultValue, String value, String bounds, @Nullable String note) {
        timers.add(new Timer(name, defaultValue, value, bounds, value.equals(Timer.NOT_FOUND) ? null : note));
    }

    private static String across(SortedMap<String, JsonNode> documents, String path) {
        Map<String, String> values = new LinkedHashMap<>();
        documents.forEach((worker, document) ->
                values.put(worker, document.at("/" + path.replace('.', '/')).asText("")));
        return Told.by(values);
    }

    private String ofReplicas(Function<Pod, String> value) {
        Map<String, String> values = new LinkedHashMap<>();
        programs.replicas().forEach(pod -> values.put(pod.getMetadata().getName(), value.apply(pod)));
        return Told.by(values);
    }

    private static String tolerated(Pod pod, String taint) {
        return pod.getSpec().getTolerations().stream()
                .filter(toleration -> taint.equals(toleration.getKey()))
                .map(Toleration::getTolerationSeconds)
                .map(seconds -> seconds == null ? "for ever" : seconds.toString())
                .findFirst()
                .orElse("");
    }

    private Set<String> containersWithReadiness() {
        TreeSet<String> names = new TreeSet<>();
        programs.replicas().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(container -> container.getReadinessProbe() != null)
                .map(Container::getName)
                .forEach(names::add);
        return names;
    }

    private static String readiness(Pod pod, String name) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(name))
                .map(Container::getReadinessProbe)
                .filter(Objects::nonNull)
                .map(ClusterTimers::text)
                .findFirst()
                .orElse("");
    }

    private static String text(Probe probe) {
        return "every " + probe.getPeriodSeconds() + "s, timeout " + probe.getTimeoutSeconds() + "s, out after "
                + probe.getFailureThreshold() + ", in after " + probe.getSuccessThreshold();
    }
}
