package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostRemovals;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import dev.parallax.definition.DurationText;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Removes one node from the cluster's API, as {@code kubectl delete node} does, but only where nothing runs that would be lost by it. */
final class NodeRemoval {
    private static final long POLL_MILLIS = 200;

    private final Cluster cluster;
    private final ClusterHosts hosts;
    private final String host;

    NodeRemoval(Cluster cluster, ClusterHosts hosts, String host) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.host = host;
    }

    RemovedHost remove(RemoveHostOptions options) throws InterruptedException {
        Optional<HostStatus> found = status();
        if (found.isEmpty()) {
            return RemovedHost.absent(host);
        }
        HostRemovals.check(found.get(), options.machine(), List.of());
        List<Pod> pods = pods();
        List<String> givenUp = new ArrayList<>();
        List<String> left = new ArrayList<>();
        if (options.machine() == Machine.DRAINED) {
            refuseOthers(pods);
            left.add("its kubelet runs: stop it, or it registers the node again when it is started anew");
        } else {
            giveUp(pods.stream().filter(hosts::isOurs).toList(), givenUp, left);
        }
        cluster.run(
                "delete node " + host,
                () -> cluster.client().nodes().withName(host).delete());
        awaitGone(options);
        return new RemovedHost(host, true, givenUp, left);
    }

    /** With its node a pod goes, whoever it belongs to; what is on every node anyway, or is the node's own, is no loss. */
    private void refuseOthers(List<Pod> pods) {
        List<String> others = pods.stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .noneMatch(owner -> owner.getKind().equals("DaemonSet")
                                || owner.getKind().equals("Node")))
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName())
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw new BackendException("node " + host + " carries pods that are no application's of Parallax: "
                    + String.join(", ", others) + "; `kubectl drain --ignore-daemonsets " + host + "` moves them");
        }
    }

    /** The cluster waits for a kubelet that never answers, and a pod of a StatefulSet for the one of before. */
    private void giveUp(List<Pod> pods, List<String> givenUp, List<String> left) {
        for (Pod pod : pods) {
            String replica = pod.getMetadata().getName() + " of " + StatusReader.label(pod, Names.APPLICATION);
            givenUp.add(replica + " goes elsewhere");
            pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                    .forEach(claim -> left.add("claim " + claim + " of " + replica
                            + " stays: where its volume is on that machine alone, delete the claim, and the replica begins"
                            + " with empty storage"));
            cluster.run(
                    "delete " + Cluster.describe(pod),
                    () -> cluster.client().resource(pod).withGracePeriod(0).delete());
        }
    }

    private void awaitGone(RemoveHostOptions options) throws InterruptedException {
        long start = System.nanoTime();
        while (status().isPresent()) {
            if (System.nanoTime() - start >= options.timeout().toNanos()) {
                throw new NotReachedException("kubernetes: node " + host + " is not removed after "
                        + DurationText.format(options.timeout())
                        + ": it is being deleted, and a finalizer holds it (`kubectl get node " + host + " -o yaml`)");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private Optional<HostStatus> status() {
        return hosts.list().stream().filter(found -> found.name().equals(host)).findFirst();
    }

    private List<Pod> pods() {
        return cluster
                .call("list pods of node " + host, () -> cluster.client()
                        .pods()
                        .inAnyNamespace()
                        .withField("spec.nodeName", host)
                        .list()
                        .getItems())
                .stream()
                .filter(pod -> !PodState.isOver(pod))
                .toList();
    }
}
