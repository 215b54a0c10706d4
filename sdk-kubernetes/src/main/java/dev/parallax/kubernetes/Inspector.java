package dev.parallax.kubernetes;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.backend.Inspection.LiveComponent;
import dev.parallax.backend.Inspection.LiveReplica;
import dev.parallax.backend.Revision;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads back from live pods what was realised: limits, requests, ports and probes from their specification, packages and users from inside. */
final class Inspector {
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(20);
    private static final int MILLIS = 1000;
    /** The effective user and group of a process, second of four each. */
    private static final Pattern IDS = Pattern.compile("Uid:\\s+\\d+\\s+(\\d+)\\s[^\\n]*\\nGid:\\s+\\d+\\s+(\\d+)\\s");

    private final ClusterView view;
    private final Application application;
    private final PodCommands commands;

    private Inspector(ClusterView view, Application application, PodCommands commands) {
        this.view = view;
        this.application = application;
        this.commands = commands;
    }

    static Inspection inspect(String name, ClusterView view, PodCommands commands) throws InterruptedException {
        Revision revision = view.recorded()
                .revision()
                .orElseThrow(() -> new AbsentApplicationException(KubernetesBackend.NAME, name));
        return new Inspector(view, revision.definition(), commands).inspect();
    }

    private Inspection inspect() throws InterruptedException {
        Map<String, List<LiveReplica>> roles = new LinkedHashMap<>();
        for (String role : application.roles().keySet()) {
            List<LiveReplica> replicas = new ArrayList<>();
            List<Pod> pods = view.pods().stream()
                    .filter(pod -> role.equals(StatusReader.label(pod, Names.ROLE)))
                    .filter(pod -> PodState.of(pod, Set.of()) == ReplicaState.READY)
                    .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                    .toList();
            for (Pod pod : pods) {
                replicas.add(replica(role, pod));
            }
            roles.put(role, replicas);
        }
        return new Inspection(application.name(), application.version(), roles);
    }

    private LiveReplica replica(String role, Pod pod) throws InterruptedException {
        Map<String, LiveComponent> components = new LinkedHashMap<>();
        for (Container container : pod.getSpec().getContainers()) {
            ResourceRequirements resources =
                    Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
            Map<String, Quantity> limits = Objects.requireNonNullElse(resources.getLimits(), Map.of());
            Map<String, Quantity> requests = Objects.requireNonNullElse(resources.getRequests(), Map.of());
            Component wanted = Objects.requireNonNull(application.roles().get(role))
                    .components()
                    .get(container.getName());
            List<String> packages =
                    wanted == null ? List.of() : wanted.artifact().packages();
            components.put(
                    container.getName(),
                    new LiveComponent(
                            packages(pod, container, packages),
                            amount(limits, "cpu").map(Inspector::millis),
                            amount(limits, "memory").map(BigDecimal::longValue),
                            amount(requests, "cpu").map(Inspector::millis),
                            amount(requests, "memory").map(BigDecimal::longValue),
                            user(pod, container),
                            ports(container),
                            checks(container)));
        }
        return new LiveReplica(pod.getMetadata().getName(), pod.getSpec().getNodeName(), components);
    }

    private Map<String, String> packages(Pod pod, Container container, List<String> wanted)
            throws InterruptedException {
        Map<String, String> versions = new TreeMap<>();
        if (wanted.isEmpty()) {
            return versions;
        }
        List<String> command = new ArrayList<>(List.of("dpkg-query", "-W", "-f", "${Package} ${Version}\\n"));
        command.addAll(wanted);
        run(pod, container, command).out().lines().map(line -> line.split(" ")).forEach(words -> {
            if (words.length == 2 && wanted.contains(words[0])) {
                versions.put(words[0], words[1]);
            }
        });
        return versions;
    }

    /** Of the container's first process, which is the component: where it cannot be read nothing is known. */
    private Optional<String> user(Pod pod, Container container) throws InterruptedException {
        Matcher ids = IDS.matcher(
                run(pod, container, List.of("cat", "/proc/1/status")).out());
        return ids.find()
                ? Optional.of(Inspection.user(Integer.parseInt(ids.group(1)), Integer.parseInt(ids.group(2))))
                : Optional.empty();
    }

    private CommandResult run(Pod pod, Container container, List<String> command) throws InterruptedException {
        return commands.exec(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                container.getName(),
                QUERY_LIMIT,
                command);
    }

    private static Optional<BigDecimal> amount(Map<String, Quantity> resources, String name) {
        return Optional.ofNullable(resources.get(name)).map(Quantity::getNumericalAmount);
    }

    private static int millis(BigDecimal cpu) {
        return cpu.movePointRight(3).intValue();
    }

    private static Map<String, Integer> ports(Container container) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        container
                .getPorts()
                .forEach(port -> ports.put(
                        port.getName() == null ? Integer.toString(port.getContainerPort()) : port.getName(),
                        port.getContainerPort()));
        return ports;
    }

    private static Map<String, LiveCheck> checks(Container container) {
        Map<String, LiveCheck> checks = new LinkedHashMap<>();
        put(checks, "ready", container, container.getReadinessProbe());
        put(checks, "alive", container, container.getLivenessProbe());
        put(checks, "started", container, container.getStartupProbe());
        return checks;
    }

    private static void put(Map<String, LiveCheck> checks, String kind, Container container, @Nullable Probe probe) {
        if (probe != null) {
            checks.put(
                    kind,
                    new LiveCheck(
                            target(container, probe),
                            (long) MILLIS * probe.getPeriodSeconds(),
                            (long) MILLIS * probe.getTimeoutSeconds(),
                            probe.getFailureThreshold(),
                            probe.getSuccessThreshold()));
        }
    }

    private static String target(Container container, Probe probe) {
        if (probe.getHttpGet() != null) {
            Map<String, String> headers = new LinkedHashMap<>();
            probe.getHttpGet().getHttpHeaders().forEach(header -> headers.put(header.getName(), header.getValue()));
            return Inspection.http(
                    port(container, probe.getHttpGet().getPort()),
                    probe.getHttpGet().getPath(),
                    headers);
        }
        if (probe.getTcpSocket() != null) {
            return "tcp :" + port(container, probe.getTcpSocket().getPort());
        }
        return "exec "
                + (probe.getExec() == null
                        ? ""
                        : String.join(" ", probe.getExec().getCommand()));
    }

    private static int port(Container container, IntOrString port) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return ports(container).getOrDefault(port.getStrVal(), 0);
    }
}
