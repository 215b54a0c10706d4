package dev.parallax.puppetconsul.state;

import java.util.List;

/**
 * What somebody ran by hand on a host where a replica takes its place: {@code units} are stopped and disabled by name when it starts, and {@code
 * services}, by their ids, taken out of the host's Consul agent once it is registered.
 */
public record Adopted(String role, String replica, String host, List<String> units, List<String> services) {
    public Adopted {
        units = List.copyOf(units);
        services = List.copyOf(services);
    }

    /** Whether it is what the replica takes the place of where it is now. */
    public boolean isOf(PlacedReplica placed) {
        return placed.replica().equals(replica) && placed.host().equals(host);
    }
}
