package dev.parallax.memory;

import dev.parallax.model.Component;
import dev.parallax.model.Requests;
import java.util.Collection;
import java.util.Optional;

/** What may be set aside on a host. */
record Capacity(long cpuMillis, long memoryBytes) {
    static final Capacity UNBOUNDED = new Capacity(Long.MAX_VALUE, Long.MAX_VALUE);

    /** What is left of it beside those replicas. */
    Capacity without(Collection<SimulatedReplica> replicas) {
        Capacity left = this;
        for (SimulatedReplica replica : replicas) {
            Capacity taken = of(replica);
            left = new Capacity(left.cpuMillis - taken.cpuMillis, left.memoryBytes - taken.memoryBytes);
        }
        return left;
    }

    /** What one more replica lacks, in words for whoever asks. */
    Optional<String> lacks(SimulatedReplica replica) {
        Capacity needed = of(replica);
        if (needed.cpuMillis > cpuMillis) {
            return Optional.of("has " + cpuMillis + "m cpu left, " + needed.cpuMillis + "m needed");
        }
        return needed.memoryBytes > memoryBytes
                ? Optional.of(
                        "has " + (memoryBytes >> 20) + "Mi memory left, " + (needed.memoryBytes >> 20) + "Mi needed")
                : Optional.empty();
    }

    private static Capacity of(SimulatedReplica replica) {
        long cpu = 0;
        long memory = 0;
        for (Component component : replica.definition.components().values()) {
            Requests aside = Requests.of(component);
            cpu += aside.cpu().map(amount -> amount.millis()).orElse(0);
            memory += aside.memory().map(amount -> amount.bytes()).orElse(0L);
        }
        return new Capacity(cpu, memory);
    }
}
