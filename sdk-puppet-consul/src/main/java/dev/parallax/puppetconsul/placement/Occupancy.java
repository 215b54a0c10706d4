package dev.parallax.puppetconsul.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is taken of one host while replicas are placed. */
final class Occupancy {
    private final Host host;
    private final Map<Integer, String> ports = new HashMap<>();
    private final Map<RoleKey, Integer> replicasOfRole = new HashMap<>();
    /** Those that are not wanted any more: they are there until they are gone, and then leave room. */
    private final Map<RoleKey, Integer> leavingOfRole = new HashMap<>();
    /** By role that replicas here are kept apart from: the roles of these. */
    private final Map<RoleKey, NavigableSet<String>> repelled = new HashMap<>();

    /** By package: the versions that replicas here want, those of one application together. */
    private final Map<String, List<Pinned>> packages = new HashMap<>();

    private final Set<String> owners = new HashSet<>();
    private long cpuMillis;
    private long memoryBytes;

    private record RoleKey(String app, String role) {
        static RoleKey of(Demand demand) {
            return new RoleKey(demand.app(), demand.role());
        }
    }

    private record Pinned(String app, String version, String owner) {}

    Occupancy(Host host) {
        this.host = host;
    }

    Host host() {
        return host;
    }

    /** {@code staying}: whether the replica is wanted still. */
    void take(Demand demand, String replica, boolean staying) {
        cpuMillis += demand.cpuMillis();
        memoryBytes += demand.memoryBytes();
        demand.ports().forEach(port -> ports.put(port, demand.app() + "/" + replica));
        demand.packages().forEach(pin -> packages.computeIfAbsent(pin.name(), name -> new ArrayList<>())
                .add(new Pinned(demand.app(), pin.version(), demand.app() + "/" + replica)));
        replicasOfRole.merge(RoleKey.of(demand), 1, Integer::sum);
        if (demand.spreadOver().isPresent() && !staying) {
            leavingOfRole.merge(RoleKey.of(demand), 1, Integer::sum);
        }
        demand.apart().forEach(role -> repelled.computeIfAbsent(new RoleKey(demand.app(), role), key -> new TreeSet<>())
                .add(demand.role()));
        owners.add(demand.app() + "/" + replica);
    }

    int replicas() {
        return owners.size();
    }

    int replicasOf(Demand demand) {
        return replicasOfRole.getOrDefault(RoleKey.of(demand), 0);
    }

    /** How many replicas of a role that is spread over a label stay here. */
    int stayingOf(Demand demand) {
        return replicasOf(demand) - leavingOfRole.getOrDefault(RoleKey.of(demand), 0);
    }

    /** Whether one more replica had better come here than there: where fewest of its role are, then where fewest replicas are. */
    boolean isEmptier(Occupancy other, Demand demand) {
        int own = replicasOf(demand);
        int others = other.replicasOf(demand);
        return own == others ? replicas() < other.replicas() : own < others;
    }

    /** Why the host cannot take one more replica, in words for whoever asks; null when it can. */
    @Nullable
    Supplier<String> refusal(Demand demand) {
        Supplier<String> forbidden = forbidden(demand);
        return forbidden == null ? full(demand) : forbidden;
    }

    /** Why the role's rules keep one more replica off the host, however much room it has. */
    @Nullable
    Supplier<String> forbidden(Demand demand) {
        for (Map.Entry<String, String> label : demand.pin().entrySet()) {
            if (!label.getValue().equals(host.labels().get(label.getKey()))) {
                return () -> "lacks the label " + label.getKey() + "=" + label.getValue();
            }
        }
        if (demand.alone() && replicasOf(demand) > 0) {
            return () -> "has a replica of this role";
        }
        for (String role : demand.apart()) {
            if (replicasOfRole.containsKey(new RoleKey(demand.app(), role))) {
                return () -> "has a replica of role " + role + ", from which this one is kept apart";
            }
        }
        NavigableSet<String> repelling = repelled.get(RoleKey.of(demand));
        if (repelling != null) {
            return () -> "has a replica of role " + repelling.first() + ", which is kept apart from this one";
        }
        return null;
    }

    /** What of a host is used up that one more replica needs, in words; null when it has room. */
    @Nullable
    Supplier<String> full(Demand demand) {
        return full(demand, null);
    }

    /** The same of what it needs more, or otherwise, than it holds already. */
    @Nullable
    Supplier<String> full(Demand demand, @Nullable Demand held) {
        for (int port : demand.ports()) {
            String owner = ports.get(port);
            if (owner != null && (held == null || !held.ports().contains(port))) {
                return () -> "has port " + port + " taken by " + owner;
            }
        }
        Supplier<String> torn = held == null || demand.pinsOtherwiseThan(held) ? torn(demand) : null;
        if (torn != null) {
            return torn;
        }
        long cpu = host.cpuMillis().orElse(Long.MAX_VALUE) - cpuMillis;
        if (demand.cpuMillis() > cpu && (held == null || demand.cpuMillis() > held.cpuMillis())) {
            return () -> "has " + cpu + "m cpu left, " + demand.cpuMillis() + "m needed";
        }
        long memory = host.memoryBytes().orElse(Long.MAX_VALUE) - memoryBytes;
        if (demand.memoryBytes() > memory && (held == null || demand.memoryBytes() > held.memoryBytes())) {
            return () -> "has " + (memory >> 20) + "Mi memory left, " + (demand.memoryBytes() >> 20) + "Mi needed";
        }
        return null;
    }

    /** Which package of a host is another application's at another version, in words; null when none is. Versions of one application meet while it changes. */
    @Nullable
    Supplier<String> torn(Demand demand) {
        for (Demand.Pin pin : demand.packages()) {
            Optional<Pinned> other = packages.getOrDefault(pin.name(), List.of()).stream()
                    .filter(there -> !there.app().equals(demand.app())
                            && !there.version().equals(pin.version()))
                    .min(Comparator.comparing(Pinned::owner).thenComparing(Pinned::version));
            if (other.isPresent()) {
                return () -> "has package " + pin.name() + " at " + other.get().version() + " for "
                        + other.get().owner() + ", " + pin.version() + " needed";
            }
        }
        return null;
    }
}
