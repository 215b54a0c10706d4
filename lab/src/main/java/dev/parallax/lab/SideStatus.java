package dev.parallax.lab;

import dev.parallax.lab.docker.HostState;
import java.util.List;
import java.util.Map;

/**
 * What there is of a side.
 *
 * @param hosts in the order of their names
 * @param details whatever else a reader wants to know, in the order to be shown: where the API is, which profile is in force
 */
public record SideStatus(Side side, State state, List<HostStatus> hosts, Map<String, String> details) {
    public SideStatus {
        hosts = List.copyOf(hosts);
        details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
    }

    /** A side that is not there. */
    public static SideStatus down(Side side) {
        return new SideStatus(side, State.DOWN, List.of(), Map.of());
    }

    /** How much of a side there is. */
    public enum State {
        /** Nothing. */
        DOWN,
        /** Something, but not a working side: {@code up} completes it, {@code down} removes it. */
        PARTIAL,
        /** A working side whose hosts are paused while another one is measured: {@code up} lets it go on. */
        SUSPENDED,
        /** A working side. */
        UP
    }

    /**
     * One host.
     *
     * @param ready whether the orchestrator counts on it
     * @param cordoned whether no replica is newly placed on it, as after {@code parallax host drain}
     */
    public record HostStatus(String name, String address, HostState state, boolean ready, boolean cordoned) {}
}
