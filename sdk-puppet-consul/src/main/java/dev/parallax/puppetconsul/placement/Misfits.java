package dev.parallax.puppetconsul.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which replicas of one application are where their roles' rules no longer allow them to be: pins, at most one on a host, roles that
 * are kept apart, evenness over a label. As few as possible in the order given; room is not looked at. The same input gives the same answer.
 */
public final class Misfits {
    private final Map<String, Occupancy> occupancy = new TreeMap<>();
    private final Map<String, Demand> demands = new HashMap<>();
    private final Set<String> found = new TreeSet<>();

    private Misfits(Collection<Host> hosts, Collection<Demand> wanted) {
        hosts.forEach(host -> occupancy.put(host.name(), new Occupancy(host)));
        wanted.forEach(demand -> demands.put(demand.role(), demand));
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
        movable.forEach(misfits::fit);
        wanted.forEach(demand -> misfits.even(demand, movable));
        return misfits.found;
    }

    private void take(Seat seat) {
        Demand demand = demands.get(seat.role());
        Occupancy taken = occupancy.get(seat.host());
        if (demand != null && taken != null) {
            taken.take(demand, seat.replica());
        }
    }

    private void fit(Seat seat) {
        Demand demand = demands.get(seat.role());
        Occupancy taken = occupancy.get(seat.host());
        if (demand == null || taken == null) {
            return;
        }
        boolean unlabelled = demand.spreadOver()
                .filter(label -> !taken.host().labels().containsKey(label))
                .isPresent();
        if (unlabelled || taken.forbidden(demand) != null) {
            found.add(seat.replica());
        } else {
            taken.take(demand, seat.replica());
        }
    }

    /** Moves in thought, one at a time, from where most are to where fewest are. */
    private void even(Demand demand, Collection<Seat> movable) {
        Map<String, Integer> counts =
                new TreeMap<>(Evenness.of(demand, occupancy.values()).counts());
        List<Seat> left = new ArrayList<>(movable.stream()
                .filter(seat -> seat.role().equals(demand.role()) && !found.contains(seat.replica()))
                .toList());
        Collections.reverse(left);
        for (Seat seat : left) {
            Occupancy taken = occupancy.get(seat.host());
            String label = demand.spreadOver().orElse("");
            String own = taken == null ? null : taken.host().labels().get(label);
            if (own != null && counts.containsKey(own)) {
                Map.Entry<String, Integer> least = Collections.min(counts.entrySet(), Map.Entry.comparingByValue());
                if (counts.getOrDefault(own, 0) > least.getValue() + 1) {
                    counts.merge(own, -1, Integer::sum);
                    counts.merge(least.getKey(), 1, Integer::sum);
                    found.add(seat.replica());
                }
            }
        }
    }
}
