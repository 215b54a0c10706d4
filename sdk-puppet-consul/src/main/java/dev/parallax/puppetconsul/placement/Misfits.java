package dev.parallax.puppetconsul.placement;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which replicas of one application are where their roles' rules no longer allow them to be: pins, at most one on a host, roles that
 * are kept apart, evenness over a label. No more than have to move: of two that may not stay together the one that is given first stays, and
 * what is to come anyway makes even what it can. Room is not looked at. The same input gives the same answer.
 */
public final class Misfits {
    private final Map<String, Occupancy> occupancy = new TreeMap<>();
    private final Map<String, Demand> demands = new HashMap<>();
    /** By role, the names of its replicas. */
    private final Map<String, Set<String>> names = new HashMap<>();

    private final Set<String> found = new TreeSet<>();
    private final Set<String> staying = new HashSet<>();

    private Misfits(Collection<Host> hosts, Collection<Demand> wanted) {
        hosts.forEach(host -> occupancy.put(host.name(), new Occupancy(host)));
        for (Demand demand : wanted) {
            demands.put(demand.role(), demand);
            names.put(demand.role(), Set.copyOf(demand.replicas()));
        }
    }

    /**
     * @param wanted the application's roles
     * @param settled what stays where it is, whatever the rules say
     * @param movable what has to fit in beside these and each other
     * @return the names of the replicas, of {@code movable}, that do not
     */
    public static Set<String> of(
            Collection<Host> hosts, Collection<Demand> wanted, Collection<Seat> settled, Collection<Seat> movable) {
        Misfits misfits = new Misfits(hosts, wanted);
        settled.forEach(misfits::take);
        // Those that leave anyway drive nothing else away.
        movable.stream().filter(misfits::isWanted).forEach(misfits::fit);
        movable.stream().filter(seat -> !misfits.isWanted(seat)).forEach(misfits::fit);
        wanted.forEach(demand -> misfits.even(demand, movable));
        return misfits.found;
    }

    private void take(Seat seat) {
        staying.add(seat.replica());
        Demand demand = demands.get(seat.role());
        Occupancy taken = occupancy.get(seat.host());
        if (demand != null && taken != null) {
            taken.take(demand, seat.replica(), isWanted(seat));
        }
    }

    private boolean isWanted(Seat seat) {
        return names.getOrDefault(seat.role(), Set.of()).contains(seat.replica());
    }

    private void fit(Seat seat) {
        Demand demand = demands.get(seat.role());
        Occupancy taken = occupancy.get(seat.host());
        if (demand != null && taken != null && isForbidden(demand, taken)) {
            found.add(seat.replica());
        } else {
            take(seat);
        }
    }

    private static boolean isForbidden(Demand demand, Occupancy taken) {
        boolean unlabelled = demand.spreadOver()
                .filter(label -> !taken.host().labels().containsKey(label))
                .isPresent();
        return unlabelled || taken.forbidden(demand) != null;
    }

    /** Moves in thought, one at a time, from where most are to where fewest are, when what is yet to come has come where fewest are. */
    private void even(Demand demand, Collection<Seat> movable) {
        Map<String, Integer> counts =
                new TreeMap<>(Evenness.of(demand, occupancy.values()).counts());
        if (counts.isEmpty()) {
            return;
        }
        demand.replicas().stream()
                .filter(replica -> !staying.contains(replica))
                .forEach(replica -> counts.merge(fewest(counts), 1, Integer::sum));
        Map<String, Deque<Seat>> left = left(demand, movable);
        Optional<Map.Entry<String, Deque<Seat>>> most = most(counts, left);
        while (most.isPresent()) {
            found.add(most.get().getValue().removeLast().replica());
            counts.merge(most.get().getKey(), -1, Integer::sum);
            counts.merge(fewest(counts), 1, Integer::sum);
            most = most(counts, left);
        }
    }

    /** Those of the role's replicas that count and may move, by the value that they count for. */
    private Map<String, Deque<Seat>> left(Demand demand, Collection<Seat> movable) {
        Map<String, Deque<Seat>> left = new TreeMap<>();
        for (Seat seat : movable) {
            Occupancy taken = occupancy.get(seat.host());
            if (taken != null
                    && seat.role().equals(demand.role())
                    && isWanted(seat)
                    && !found.contains(seat.replica())) {
                Evenness.value(demand, taken.host())
                        .ifPresent(value -> left.computeIfAbsent(value, key -> new ArrayDeque<>())
                                .add(seat));
            }
        }
        return left;
    }

    private static String fewest(Map<String, Integer> counts) {
        return Collections.min(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Of what may move, that of the value with the most; empty where no move would make anything more even. */
    private static Optional<Map.Entry<String, Deque<Seat>>> most(
            Map<String, Integer> counts, Map<String, Deque<Seat>> left) {
        int least = Collections.min(counts.values());
        return left.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty() && counts.getOrDefault(entry.getKey(), 0) > least + 1)
                .max(Comparator.comparing(entry -> counts.getOrDefault(entry.getKey(), 0)));
    }
}
