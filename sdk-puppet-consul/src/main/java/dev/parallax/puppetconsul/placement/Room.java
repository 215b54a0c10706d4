package dev.parallax.puppetconsul.placement;

import java.util.Optional;
import java.util.function.Supplier;

/** What one host has left: cpu, memory, ports, and packages without a version. */
public final class Room {
    private final Occupancy taken;

    public Room(Host host) {
        this.taken = new Occupancy(host);
    }

    /** There is a replica that holds this. */
    public void take(Demand held, String replica) {
        taken.take(held, replica, true);
    }

    /** Why the host cannot hold this as well, as "has 300m cpu left, 600m needed"; empty when it can. */
    public Optional<String> refusal(Demand demand) {
        return Optional.ofNullable(taken.full(demand)).map(Supplier::get);
    }

    /**
     * Why the host cannot hold this in the place of what a replica holds of it. What is over capacity stays where the replica asks for no more of just that, and
     * so do versions of packages that contradict each other already.
     */
    public Optional<String> refusal(Demand demand, Demand held) {
        return Optional.ofNullable(taken.full(demand, held)).map(Supplier::get);
    }
}
