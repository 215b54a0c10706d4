package dev.parallax.puppetconsul.placement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is taken of one host while replicas are placed. */
final class Occupancy {
    private final Host host;
    private final Map<Integer, String> ports = new HashMap<>();
    private final Map<String, Integer> replicasOfRole = new HashMap<>();
    private final Set<String> owners = new HashSet<>();
    private long cpuMillis;
    private long memoryBytes;

    Occupancy(Host host) {
        this.host = host;
    }

    void take(Demand demand, String replica) {
        cpuMillis += demand.cpuMillis();
        memoryBytes += demand.memoryBytes();
        demand.ports().forEach(port -> ports.put(port, demand.app() + "/" + replica));
        replicasOfRole.merge(demand.app() + "/" + demand.role(), 1, Integer::sum);
        owners.add(demand.app() + "/" + replica);
    }

    int replicas() {
        return owners.size();
    }

    int replicasOf(Demand demand) {
        return replicasOfRole.getOrDefault(demand.app() + "/" + demand.role(), 0);
    }

    /** Why the host cannot take one more replica; empty when it can. */
    Optional<String> refusal(Demand demand) {
        for (Map.Entry<String, String> label : demand.pin().entrySet()) {
            if (!label.getValue().equals(host.labels().get(label.getKey()))) {
                return Optional.of("lacks the label " + label.getKey() + "=" + label.getValue());
            }
        }
        if (demand.alone() && replicasOf(demand) > 0) {
            return Optional.of("has a replica of this role");
        }
        for (int port : demand.ports()) {
            String owner = ports.get(port);
            if (owner != null) {
                return Optional.of("has port " + port + " taken by " + owner);
            }
        }
        long cpu = host.cpuMillis().orElse(Long.MAX_VALUE) - cpuMillis;
        if (demand.cpuMillis() > cpu) {
            return Optional.of("has " + cpu + "m cpu left, " + demand.cpuMillis() + "m needed");
        }
        long memory = host.memoryBytes().orElse(Long.MAX_VALUE) - memoryBytes;
        if (demand.memoryBytes() > memory) {
            return Optional.of(
                    "has " + (memory >> 20) + "Mi memory left, " + (demand.memoryBytes() >> 20) + "Mi needed");
        }
        return Optional.empty();
    }
}
