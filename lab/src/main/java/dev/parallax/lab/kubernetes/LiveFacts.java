package dev.parallax.lab.kubernetes;

import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.SideFacts;
import dev.parallax.definition.DurationText;
import dev.parallax.lab.docker.ContainerHost;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;

/** What the cluster's running programs tell of themselves: versions, timers, and what these add up to. */
final class LiveFacts {
    /** The API server tells of a change as it happens. */
    private static final Duration WATCH = Duration.ofMillis(50);

    private static final List<String> OWN_NAMESPACES = List.of("kube-system", "metallb-system", "local-path-storage");

    private final KubernetesClient client;
    private final ContainerHost control;
    private final SortedMap<String, ContainerHost> workers;
    private final Function<String, String> namespace;

    /** {@code namespace}: of an application. */
    LiveFacts(
            KubernetesClient client,
            ContainerHost control,
            SortedMap<String, ContainerHost> workers,
            Function<String, String> namespace) {
        this.client = client;
        this.control = control;
        this.workers = workers;
        this.namespace = namespace;
    }

    SideFacts read(String profile, List<ReplicaRef> replicas) {
        RunningPrograms programs = RunningPrograms.read(client, control, workers, namespace, replicas);
        String manager = programs.commandLine("kube-controller-manager");
        return new SideFacts(
                profile,
                new ClusterVersions(client, control, workers).read(OWN_NAMESPACES),
                ClusterTimers.of(programs),
                WATCH,
                hostLoss(
                        RunningPrograms.flag(manager, ClusterTimers.GRACE, ClusterTimers.GRACE_DEFAULT),
                        RunningPrograms.flag(manager, ClusterTimers.PERIOD, ClusterTimers.PERIOD_DEFAULT),
                        tolerances(client.pods().inAnyNamespace().list().getItems())),
                remarks(profile, programs));
    }

    /**
     * The sign of life that was last seen may have come right before the loss and been seen a period later; from then on the grace counts,
     * and its end is seen at most a period later.
     */
    static SideFacts.HostLoss hostLoss(String grace, String period, List<Duration> tolerances) {
        return new SideFacts.HostLoss(
                DurationText.parse(grace).plus(DurationText.parse(period).multipliedBy(2)),
                grace + " " + ClusterTimers.GRACE + " + 2 x " + period + " " + ClusterTimers.PERIOD,
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

    /** What a reader must know who compares this side with another. */
    static List<String> remarks(String profile, RunningPrograms programs) {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                "kube-proxy hands each connection to one endpoint: it neither tries another one when that one does not answer, nor"
                        + " does it check endpoints itself.");
        if (programs.commandLine("etcd").contains("--unsafe-no-fsync")) {
            remarks.add(
                    "etcd does not wait for the disk at a write (--unsafe-no-fsync, see ADR 9); where data matters it does, and"
                            + " takes longer.");
        }
        remarks.add(
                "Storage that is kept is made by a pod of its provisioner first, and each step is a pod, where a fleet makes a directory and starts"
                        + " a process: that is in the time of what is deployed from nothing.");
        remarks.add(
                profile.equals(TimerProfile.DEFAULT.id())
                        ? "Its timers are Kubernetes' own, as if nobody had set one."
                        : "Its timers are set shorter than Kubernetes' own, with which \u201ccompare --on kubernetes --profile default\u201d"
                                + " measures. A worker is lost when five signs of life in a row did not come, one second apart instead"
                                + " of ten.");
        remarks.add(
                "That a process has ended is seen by the kubelet, which looks at its containers once each relist period.");
        remarks.add(
                "Where the lost host held the public address, that leaves it when MetalLB's speakers have noticed, by timers of their"
                        + " own that no profile sets: the outage then lasts at least until then.");
        return remarks;
    }
}
