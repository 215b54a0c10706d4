package dev.parallax.memory;

import java.util.Map;

/** One host of the simulation. */
final class SimulatedHost {
    final String name;
    final int number;
    final Map<String, String> labels;
    final Capacity capacity;
    boolean lost;
    boolean cordoned;
    private int addresses;

    SimulatedHost(String name, int number, Map<String, String> labels, Capacity capacity) {
        this.name = name;
        this.number = number;
        this.labels = Map.copyOf(labels);
        this.capacity = capacity;
    }

    boolean has(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    String nextAddress() {
        addresses++;
        return "10.1." + number + "." + addresses;
    }
}
