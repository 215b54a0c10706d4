package dev.parallax.backend;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A host, by the orchestrator's name for it. {@code alive}: the orchestrator hears of it; {@code trouble}: why it is of little use though it is
 * alive, in a few words, and after a colon what its host says of it; {@code cordoned}: no replica is newly placed on it; {@code replicas}: those
 * of any application that it carries, sorted by application, role and name; {@code settings}: those of the orchestrator's that may differ from
 * host to host, by name, as its host has them; none on Kubernetes.
 */
public record HostStatus(
        String name,
        Optional<String> address,
        Map<String, String> labels,
        boolean alive,
        Optional<String> trouble,
        boolean cordoned,
        List<Resident> replicas,
        List<Setting> settings) {
    public HostStatus {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        replicas = replicas.stream()
                .sorted(Comparator.comparing(Resident::application)
                        .thenComparing(Resident::role)
                        .thenComparing(Resident::replica))
                .toList();
        settings = settings.stream().sorted(Comparator.comparing(Setting::name)).toList();
    }

    /** A host without settings of its own. */
    public HostStatus(
            String name,
            Optional<String> address,
            Map<String, String> labels,
            boolean alive,
            Optional<String> trouble,
            boolean cordoned,
            List<Resident> replicas) {
        this(name, address, labels, alive, trouble, cordoned, replicas, List.of());
    }

    /** The applications but one that have replicas on any of these hosts, by name. */
    public static SortedSet<String> otherApplications(Collection<HostStatus> hosts, String application) {
        SortedSet<String> others = new TreeSet<>();
        hosts.forEach(host -> host.replicas().forEach(replica -> others.add(replica.application())));
        others.remove(application);
        return others;
    }

    /**
     * A setting with its value on a host.
     *
     * @param from the file on the host that it comes from; {@code controller}: what is deployed asks for it; {@code module}: nobody says otherwise
     */
    public record Setting(String name, String value, String from) {}

    /** A replica on a host. */
    public record Resident(String application, String role, String replica) {
        @Override
        public String toString() {
            return replica + " of " + application;
        }
    }
}
