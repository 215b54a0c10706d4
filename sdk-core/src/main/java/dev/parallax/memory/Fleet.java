package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostRemovals;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The hosts, and which of them takes a replica: the one with fewest replicas, by name among equals; storage stays where it is. */
final class Fleet {
    private final List<SimulatedHost> hosts;
    private final Map<String, SimulatedHost> storage = new HashMap<>();
    /** Of each host, also of those that are added. */
    private final Capacity capacity;

    Fleet(List<SimulatedHost> hosts, Capacity capacity) {
        this.hosts = hosts;
        this.capacity = capacity;
    }

    SimulatedHost host(String name) {
        return hosts.stream()
                .filter(host -> host.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new BackendException("there is no host '" + name + "'; known are "
                        + String.join(
                                ", ", hosts.stream().map(host -> host.name).toList())));
    }

    /** Places a replica, or says in it why no host takes it; returns whether anything changed. */
    boolean place(String application, SimulatedReplica replica, Collection<SimulatedReplica> all) {
        Role role = replica.definition;
        String key = storageKey(application, replica);
        Optional<SimulatedHost> kept = keepsStorage(role) ? Optional.ofNullable(storage.get(key)) : Optional.empty();
        List<SimulatedHost> allowed = hosts.stream()
                .filter(host -> !host.lost && !host.cordoned)
                .filter(host -> kept.isEmpty() || kept.get() == host)
                .filter(host -> host.has(role.replicas().pin()))
                .filter(host -> role.replicas().spread() == Spread.NONE || !carries(host, replica.role, all))
                .filter(host -> !isKeptApart(host, replica, all))
                .filter(host -> kept.isPresent() || isEven(host, replica, all))
                .toList();
        Optional<SimulatedHost> chosen = allowed.stream()
                .filter(host -> lacks(host, replica, all).isEmpty())
                .min(Comparator.comparingLong((SimulatedHost host) -> load(host, all))
                        .thenComparing(host -> host.number));
        if (chosen.isEmpty()) {
            String reason = "no host takes it: " + reason(allowed, kept, replica, all);
            boolean changed = !reason.equals(replica.lastError);
            replica.lastError = reason;
            return changed;
        }
        replica.place(chosen.get());
        if (keepsStorage(role)) {
            storage.put(key, chosen.get());
        }
        return true;
    }

    private static String reason(
            List<SimulatedHost> allowed,
            Optional<SimulatedHost> kept,
            SimulatedReplica replica,
            Collection<SimulatedReplica> all) {
        if (!allowed.isEmpty()) {
            return allowed.stream()
                    .map(host -> host.name + " " + lacks(host, replica, all).orElse(""))
                    .collect(Collectors.joining("; "));
        }
        return kept.isPresent() ? "its storage is on " + kept.get().name : "none is free and has its labels";
    }

    private static Optional<String> lacks(
            SimulatedHost host, SimulatedReplica replica, Collection<SimulatedReplica> all) {
        return host.capacity
                .without(all.stream().filter(other -> other.host == host).toList())
                .lacks(replica);
    }

    /** Every host, with what it carries. */
    List<HostStatus> status(Map<String, Deployment> deployments) {
        return hosts.stream().map(host -> status(host, deployments)).toList();
    }

    private static HostStatus status(SimulatedHost host, Map<String, Deployment> deployments) {
        List<Resident> residents = new ArrayList<>();
        deployments.forEach((application, deployment) -> deployment.replicas.stream()
                .filter(replica -> replica.host == host)
                .forEach(replica -> residents.add(new Resident(application, replica.role, replica.name()))));
        return new HostStatus(
                host.name, Optional.empty(), host.labels, !host.lost, Optional.empty(), host.cordoned, residents);
    }

    void add(String name, Map<String, String> labels) {
        if (hosts.stream().noneMatch(host -> host.name.equals(name))) {
            int number = 1 + hosts.stream().mapToInt(host -> host.number).max().orElse(0);
            hosts.add(new SimulatedHost(name, number, labels, capacity));
            hosts.sort(Comparator.comparing(host -> host.name));
        }
    }

    /** As {@link dev.parallax.backend.Backend#removeHost} has it. */
    RemovedHost remove(String name, Machine machine, Map<String, Deployment> deployments) {
        Optional<SimulatedHost> found =
                hosts.stream().filter(host -> host.name.equals(name)).findFirst();
        if (found.isEmpty()) {
            return RemovedHost.absent(name);
        }
        SimulatedHost host = found.get();
        List<Resident> residents = status(host, deployments).replicas();
        HostRemovals.check(
                new HostStatus(name, Optional.empty(), host.labels, !host.lost, Optional.empty(), true, residents),
                machine,
                storage.entrySet().stream()
                        .filter(entry -> entry.getValue() == host)
                        .map(Map.Entry::getKey)
                        .toList());
        List<String> givenUp = new ArrayList<>();
        residents.forEach(resident -> givenUp.add(resident + " is placed elsewhere"));
        storage.entrySet().stream()
                .filter(entry -> entry.getValue() == host)
                .forEach(entry -> givenUp.add("the kept storage of " + entry.getKey()));
        deployments.values().forEach(deployment -> List.copyOf(deployment.replicas).stream()
                .filter(replica -> replica.host == host)
                .forEach(deployment::remove));
        storage.values().removeIf(home -> home == host);
        hosts.remove(host);
        return new RemovedHost(name, true, givenUp, List.of());
    }

    /** Whether storage of an application is left. */
    boolean holdsStorageOf(String application) {
        return storage.keySet().stream().anyMatch(key -> key.startsWith(application + "/"));
    }

    void forgetStorageOf(String application) {
        storage.keySet().removeIf(key -> key.startsWith(application + "/"));
    }

    static boolean keepsStorage(Role role) {
        return role.storage().values().stream().anyMatch(each -> each.keep());
    }

    private static String storageKey(String application, SimulatedReplica replica) {
        return application + "/" + replica.name();
    }

    private static boolean isKeptApart(SimulatedHost host, SimulatedReplica replica, Collection<SimulatedReplica> all) {
        return all.stream()
                .filter(other -> other.host == host)
                .anyMatch(other -> replica.definition.replicas().apart().contains(other.role)
                        || other.definition.replicas().apart().contains(replica.role));
    }

    /** Whether no value of the label that the role is spread over has fewer replicas of it than the host's. */
    private boolean isEven(SimulatedHost host, SimulatedReplica replica, Collection<SimulatedReplica> all) {
        Optional<String> label = replica.definition.replicas().spreadOver();
        if (label.isEmpty()) {
            return true;
        }
        String own = host.labels.get(label.get());
        Map<String, Long> counts = new HashMap<>();
        hosts.stream()
                .filter(each -> !each.lost && !each.cordoned)
                .filter(each -> each.has(replica.definition.replicas().pin()))
                .filter(each -> each.labels.containsKey(label.get()))
                .forEach(each -> counts.merge(
                        String.valueOf(each.labels.get(label.get())),
                        all.stream()
                                .filter(other -> other.host == each && other.role.equals(replica.role))
                                .filter(other -> other.state != ReplicaState.STOPPING)
                                .count(),
                        Long::sum));
        long least = counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
        return own != null && counts.getOrDefault(own, 0L) <= least;
    }

    private static boolean carries(SimulatedHost host, String role, Collection<SimulatedReplica> all) {
        return all.stream().anyMatch(replica -> replica.host == host && replica.role.equals(role));
    }

    private static long load(SimulatedHost host, Collection<SimulatedReplica> all) {
        return all.stream().filter(replica -> replica.host == host).count();
    }
}
