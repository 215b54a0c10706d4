package dev.parallax.puppetconsul.placement;

import dev.parallax.puppetconsul.state.KeptStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives every replica a host. Replicas that have a place keep it, also on a host that Consul does not name at the moment, so nothing moves that
 * need not; a replica with kept storage has its place for good. New ones go where fewest of their role are, then where fewest
 * replicas are, then by name. Of a role that is spread over a label, a new one goes where no value of the label has fewer. The same
 * input gives the same places.
 *
 * <p>It does not look for a better arrangement by moving what has a place: where it refuses a replica, moving others might help.
 */
public final class Placer {
    private final Map<String, Occupancy> occupancy = new TreeMap<>();
    private final Map<String, String> homes;
    private final Map<Seat, Demand> held;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<String, Demand> refused = new TreeMap<>();
    private final Set<String> seated = new HashSet<>();

    private Placer(Collection<Host> hosts, Map<String, String> homes, Map<Seat, Demand> held) {
        for (Host host : hosts) {
            occupancy.put(host.name(), new Occupancy(host));
        }
        this.homes = homes;
        this.held = held;
    }

    /**
     * @param demands every role of every application
     * @param present where replicas are now; those of hosts that are given up have to be left out, except with kept storage
     * @param homes the host of each replica's kept storage, by {@link KeptStorage#key}
     */
    public static Placement place(
            Collection<Host> hosts, List<Demand> demands, Collection<Seat> present, Map<String, String> homes) {
        return place(hosts, demands, present, homes, Map.of());
    }

    /**
     * The same while roles change.
     *
     * @param held what replicas that have a place, or come back to the storage they kept, hold there, where that is not what their roles demand
     */
    public static Placement place(
            Collection<Host> hosts,
            List<Demand> demands,
            Collection<Seat> present,
            Map<String, String> homes,
            Map<Seat, Demand> held) {
        Placer placer = new Placer(hosts, homes, held);
        placer.keep(demands, present);
        placer.seatTheRest(demands);
        placer.explain();
        placer.seats.sort(
                Comparator.comparing(Seat::app).thenComparing(Seat::role).thenComparing(Seat::replica));
        placer.refusals.sort(Comparator.comparing(Refusal::app).thenComparing(Refusal::replica));
        return new Placement(placer.seats, placer.refusals);
    }

    private void keep(List<Demand> demands, Collection<Seat> present) {
        Map<String, Demand> byRole = new LinkedHashMap<>();
        Map<String, Set<String>> wanted = new HashMap<>();
        for (Demand demand : demands) {
            String role = demand.app() + "/" + demand.role();
            byRole.put(role, demand);
            wanted.put(role, Set.copyOf(demand.replicas()));
        }
        List<Seat> sorted = new ArrayList<>(present);
        sorted.sort(Comparator.comparing(Seat::app).thenComparing(Seat::role).thenComparing(Seat::replica));
        for (Seat seat : sorted) {
            String role = seat.app() + "/" + seat.role();
            Demand demand = byRole.get(role);
            if (demand != null) {
                boolean staying = wanted.getOrDefault(role, Set.of()).contains(seat.replica());
                seat(at(seat, demand), seat.replica(), seat.host(), staying);
            }
        }
    }

    private Demand at(Seat seat, Demand demand) {
        Demand holds = held.get(seat);
        return holds == null ? demand : demand.holding(holds);
    }

    private void seatTheRest(List<Demand> demands) {
        List<Demand> hardestFirst = new ArrayList<>(demands);
        hardestFirst.sort(Comparator.comparing((Demand demand) -> demand.pin().isEmpty())
                .thenComparing(demand -> demand.ports().isEmpty())
                .thenComparing(Comparator.comparingLong(Demand::memoryBytes).reversed())
                .thenComparing(Demand::app)
                .thenComparing(Demand::role));
        // What can be in one place only comes first: it must not find that taken, and counts for how even the rest is.
        seat(hardestFirst, (demand, replica) -> home(demand, replica).isPresent());
        seat(hardestFirst, (demand, replica) -> home(demand, replica).isEmpty());
    }

    private void seat(List<Demand> demands, BiPredicate<Demand, String> which) {
        for (Demand demand : demands) {
            for (String replica : demand.replicas()) {
                if (!seated.contains(KeptStorage.key(demand.app(), replica)) && which.test(demand, replica)) {
                    choose(demand, replica);
                }
            }
        }
    }

    private void choose(Demand role, String replica) {
        Optional<String> home = home(role, replica);
        Demand demand = home.map(host -> at(new Seat(role.app(), role.role(), replica, host), role))
                .orElse(role);
        Evenness evenness = Evenness.of(demand, occupancy.values());
        Occupancy best = null;
        for (Occupancy taken : occupancy.values()) {
            if ((best == null || taken.isEmptier(best, demand)) && refusal(taken, demand, home, evenness) == null) {
                best = taken;
            }
        }
        if (best == null) {
            refused.put(replica(demand, replica), demand);
        } else {
            seat(demand, replica, best.host().name(), true);
        }
    }

    private Optional<String> home(Demand demand, String replica) {
        return demand.keepsStorage() ? Optional.ofNullable(homes.get(replica(demand, replica))) : Optional.empty();
    }

    /** Why each host was refused, said when all the others have their places. */
    private void explain() {
        refused.forEach((key, demand) -> {
            String replica = key.substring(demand.app().length() + 1);
            Optional<String> home = home(demand, replica);
            Map<String, String> reasons = new TreeMap<>();
            Evenness evenness = Evenness.of(demand, occupancy.values());
            for (Occupancy taken : occupancy.values()) {
                Supplier<String> reason = refusal(taken, demand, home, evenness);
                if (reason != null) {
                    reasons.put(taken.host().name(), reason.get());
                }
            }
            refusals.add(new Refusal(demand.app(), replica, reasons));
        });
    }

    private static String replica(Demand demand, String replica) {
        return KeptStorage.key(demand.app(), replica);
    }

    private static @Nullable Supplier<String> refusal(
            Occupancy taken, Demand demand, Optional<String> home, Evenness evenness) {
        Host host = taken.host();
        if (home.isPresent() && !home.get().equals(host.name())) {
            return () -> "does not have its kept storage, which is on " + home.get();
        }
        if (!host.alive()) {
            return () -> "is lost";
        }
        if (host.cordoned()) {
            return () -> "is cordoned";
        }
        if (demand.secret() && host.unsealable().isPresent()) {
            return () -> host.unsealable().orElseThrow();
        }
        Supplier<String> uneven = home.isPresent() ? null : evenness.refusal(host);
        return uneven == null ? taken.refusal(demand) : uneven;
    }

    private void seat(Demand demand, String replica, String host, boolean staying) {
        seats.add(new Seat(demand.app(), demand.role(), replica, host));
        seated.add(KeptStorage.key(demand.app(), replica));
        Occupancy taken = occupancy.get(host);
        if (taken != null) {
            taken.take(demand, replica, staying);
        }
    }
}
