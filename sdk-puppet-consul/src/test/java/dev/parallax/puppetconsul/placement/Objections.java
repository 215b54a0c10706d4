package dev.parallax.puppetconsul.placement;

import dev.parallax.puppetconsul.placement.SomeFleets.Fleet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that speaks against one more replica on a host, found by counting what is there, each in the words that a refusal has for it. */
final class Objections {
    private final Fleet fleet;
    private final List<Seat> seats;
    private final Demand demand;
    private final String replica;

    private Objections(Fleet fleet, Collection<Seat> seats, Demand demand, String replica) {
        this.fleet = fleet;
        this.seats = List.copyOf(seats);
        this.demand = demand;
        this.replica = replica;
    }

    static Set<String> to(Fleet fleet, Collection<Seat> seats, Demand demand, String replica, Host host) {
        return new Objections(fleet, seats, demand, replica).to(host);
    }

    private Set<String> to(Host host) {
        Set<String> found = new TreeSet<>();
        Optional<String> home = fleet.home(demand.app(), replica);
        home.filter(name -> !name.equals(host.name()))
                .ifPresent(name -> found.add("does not have its kept storage, which is on " + name));
        if (!host.alive()) {
            found.add("is lost");
        }
        if (host.cordoned()) {
            found.add("is cordoned");
        }
        if (demand.secret()) {
            host.unsealable().ifPresent(found::add);
        }
        demand.pin().forEach((label, value) -> {
            if (!value.equals(host.labels().get(label))) {
                found.add("lacks the label " + label + "=" + value);
            }
        });
        if (home.isEmpty()) {
            uneven(host, found);
        }
        neighbours(host, found);
        full(host, found);
        return found;
    }

    private void uneven(Host host, Set<String> found) {
        demand.spreadOver().ifPresent(label -> {
            Map<String, Integer> counts = counts(fleet, seats, demand);
            String value = host.labels().get(label);
            if (value == null) {
                found.add("lacks the label " + label);
            } else if (!counts.isEmpty()) {
                int least = Collections.min(counts.values());
                int own = counts.getOrDefault(value, 0);
                if (own > least) {
                    found.add("is in " + label + " " + value + ", which has " + own + " of this role while another has "
                            + least);
                }
            }
        });
    }

    /** How many of the replicas that a role is to have are on hosts that may take one, by the value of the label that it is spread over. */
    static Map<String, Integer> counts(Fleet fleet, Collection<Seat> seats, Demand demand) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Host host : fleet.hosts()) {
            String value = demand.spreadOver().map(host.labels()::get).orElse(null);
            if (value != null && mayTake(host, demand)) {
                counts.merge(value, 0, Integer::sum);
                seats.stream()
                        .filter(seat -> seat.host().equals(host.name()) && isOf(seat, demand))
                        .filter(seat -> demand.replicas().contains(seat.replica()))
                        .forEach(seat -> counts.merge(value, 1, Integer::sum));
            }
        }
        return counts;
    }

    private static boolean mayTake(Host host, Demand demand) {
        return host.alive()
                && !host.cordoned()
                && !(demand.secret() && host.unsealable().isPresent())
                && host.labels().entrySet().containsAll(demand.pin().entrySet());
    }

    private void neighbours(Host host, Set<String> found) {
        for (Seat seat : on(host)) {
            Demand other = fleet.demand(seat);
            boolean same = seat.app().equals(demand.app());
            if (isOf(seat, demand) && demand.alone()) {
                found.add("has a replica of this role");
            }
            if (same && demand.apart().contains(seat.role())) {
                found.add("has a replica of role " + seat.role() + ", from which this one is kept apart");
            }
            if (same && other.apart().contains(demand.role())) {
                found.add("has a replica of role " + seat.role() + ", which is kept apart from this one");
            }
        }
    }

    private void full(Host host, Set<String> found) {
        long cpu = 0;
        long memory = 0;
        for (Seat seat : on(host)) {
            Demand other = fleet.demand(seat);
            cpu += other.cpuMillis();
            memory += other.memoryBytes();
            demand.packages().forEach(pin -> other.packages().stream()
                    .filter(there -> !seat.app().equals(demand.app()))
                    .filter(there ->
                            there.name().equals(pin.name()) && !there.version().equals(pin.version()))
                    .forEach(there -> found.add("has package " + pin.name() + " at " + there.version() + " for "
                            + seat.app() + "/" + seat.replica() + ", " + pin.version() + " needed")));
            other.ports().stream()
                    .filter(demand.ports()::contains)
                    .forEach(port -> found.add("has port " + port + " taken by " + seat.app() + "/" + seat.replica()));
        }
        long millis = host.cpuMillis().orElse(Long.MAX_VALUE) - cpu;
        if (demand.cpuMillis() > millis) {
            found.add("has " + millis + "m cpu left, " + demand.cpuMillis() + "m needed");
        }
        long bytes = host.memoryBytes().orElse(Long.MAX_VALUE) - memory;
        if (demand.memoryBytes() > bytes) {
            found.add("has " + (bytes >> 20) + "Mi memory left, " + (demand.memoryBytes() >> 20) + "Mi needed");
        }
    }

    private List<Seat> on(Host host) {
        return seats.stream().filter(seat -> seat.host().equals(host.name())).toList();
    }

    private static boolean isOf(Seat seat, Demand demand) {
        return seat.app().equals(demand.app()) && seat.role().equals(demand.role());
    }
}
