package dev.parallax.backend;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A host, by the orchestrator's name for it. {@code alive}: the orchestrator hears of it; {@code trouble}: why it is of little use though it is
 * alive, in a few words; {@code cordoned}: no replica is newly placed on it; {@code replicas}: those of any application that it carries,
 * sorted by application, role and name.
 */
public record HostStatus(
        String name,
        Optional<String> address,
        Map<String, String> labels,
        boolean alive,
        Optional<String> trouble,
        boolean cordoned,
        List<Resident> replicas) {
    public HostStatus {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        replicas = replicas.stream()
                .sorted(Comparator.comparing(Resident::application)
                        .thenComparing(Resident::role)
                        .thenComparing(Resident::replica))
                .toList();
    }

    /** A replica on a host. */
    public record Resident(String application, String role, String replica) {
        @Override
        public String toString() {
            return replica + " of " + application;
        }
    }
}
