package dev.parallax.lab.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which hosts carry each registration at each moment; a lost host carries nothing that counts. */
final class Carriers {
    private final Map<String, TreeSet<String>> hosts = new TreeMap<>();
    private final List<String> doubles = new CopyOnWriteArrayList<>();

    synchronized void added(String registration, String host) {
        TreeSet<String> carriers = hosts.computeIfAbsent(registration, key -> new TreeSet<>());
        carriers.add(host);
        if (carriers.size() > 1) {
            doubles.add(registration + " on " + carriers);
        }
    }

    synchronized void removed(String registration, String host) {
        hosts.getOrDefault(registration, new TreeSet<>()).remove(host);
    }

    synchronized void lost(String host) {
        hosts.values().forEach(carriers -> carriers.remove(host));
    }

    /** Registrations that were on two hosts at once, and on which. */
    List<String> doubles() {
        return doubles;
    }
}
