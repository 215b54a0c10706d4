package dev.parallax.puppetconsul.placement;

import java.util.Map;
import java.util.Optional;

/**
 * A host of the fleet, as its Consul node describes it. {@code alive}: its membership check does not fail;
 * {@code cordoned}: no replica is newly placed on it. Absent capacity is without
 * bound. {@code publicInterface}: where public addresses are served, on edge hosts only; {@code unsealable}: why nothing secret may be told to it, where that is so.
 */
public record Host(
        String name,
        String address,
        boolean alive,
        boolean cordoned,
        Map<String, String> labels,
        Optional<Long> cpuMillis,
        Optional<Long> memoryBytes,
        Optional<String> publicInterface,
        Optional<String> unsealable) {
    public Host {
        labels = Map.copyOf(labels);
    }

    /** One that may be told secrets. */
    public Host(
            String name,
            String address,
            boolean alive,
            boolean cordoned,
            Map<String, String> labels,
            Optional<Long> cpuMillis,
            Optional<Long> memoryBytes,
            Optional<String> publicInterface) {
        this(name, address, alive, cordoned, labels, cpuMillis, memoryBytes, publicInterface, Optional.empty());
    }
}
