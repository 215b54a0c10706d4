package dev.parallax.puppetconsul.placement;

import dev.parallax.puppetconsul.placement.Demand.Pin;
import dev.parallax.puppetconsul.state.KeptStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Fleets in any state, and what is wanted of them: no hosts at all, hosts that are lost, cordoned, without labels, without a key or without
 * bounds, more replicas than hosts, and replicas that are anywhere, also on hosts that are unknown or fit no more.
 */
final class SomeFleets {
    static final String RACK = "rack";
    private static final List<String> APPS = List.of("app", "app", "app", "other");
    private static final int MOST_ROLES = 5;
    private static final int MOST_REPLICAS = 4;
    private static final int MOST_HOSTS = 6;

    /** {@code present}: where replicas are, also such as are not wanted any more; {@code homes}: as {@link Placer#place} takes them. */
    record Fleet(List<Host> hosts, List<Demand> demands, List<Seat> present, Map<String, String> homes) {
        Placement placement() {
            return Placer.place(hosts, demands, present, homes);
        }

        Fleet with(List<Seat> seats) {
            return new Fleet(hosts, demands, seats, homes);
        }

        /** The host of a replica's kept storage. */
        Optional<String> home(String app, String replica) {
            return demand(app, replica).keepsStorage()
                    ? Optional.ofNullable(homes.get(KeptStorage.key(app, replica)))
                    : Optional.empty();
        }

        Demand demand(Seat seat) {
            return demand(seat.app(), seat.replica());
        }

        Demand demand(String app, String replica) {
            return demands.stream()
                    .filter(demand -> demand.app().equals(app)
                            && demand.role().equals(replica.substring(0, replica.lastIndexOf('-'))))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record RoleShape(Demand demand, List<Integer> apart) {}

    private record Somewhere(int role, int ordinal, int host) {}

    private SomeFleets() {}

    static Arbitrary<Fleet> any() {
        Arbitrary<List<Somewhere>> present = somewhere().list().ofMaxSize(8);
        Arbitrary<List<Somewhere>> homes = somewhere().list().ofMaxSize(8);
        return Combinators.combine(hosts(), roles(role()), present, homes).as(SomeFleets::fleet);
    }

    /** Where nothing has a place yet. */
    static Arbitrary<Fleet> empty() {
        return Combinators.combine(hosts(), roles(role()))
                .as((hosts, roles) -> fleet(hosts, roles, List.of(), List.of()));
    }

    /** Of one application, small enough to try every way, with rules and without bounds of room. */
    static Arbitrary<Fleet> small() {
        Arbitrary<List<Somewhere>> present = somewhere().list().ofMaxSize(7);
        Arbitrary<List<Demand>> roles = roles(rules()).map(demands -> demands.stream()
                .filter(demand -> demand.app().equals("app"))
                .toList());
        return Combinators.combine(hosts(), roles, present)
                .as((hosts, demands, seats) -> fleet(hosts, demands, seats, List.of()));
    }

    private static Arbitrary<List<Host>> hosts() {
        Arbitrary<Boolean> mostly = Arbitraries.of(true, true, true, true, false);
        Arbitrary<Optional<String>> problem = Arbitraries.of(true, true, true, true, true, false)
                .map(keyed -> keyed ? Optional.empty() : Optional.of("has not published a key"));
        Arbitrary<Map<String, String>> labels = Combinators.combine(
                        Arbitraries.of("a", "b", "c", ""), Arbitraries.of("ssd", ""))
                .as((rack, disk) -> {
                    Map<String, String> all = new TreeMap<>(Map.of(RACK, rack, "disk", disk));
                    all.values().removeIf(String::isEmpty);
                    return all;
                });
        Arbitrary<Optional<Long>> cpu = Arbitraries.of(4000L, 1000L, 250L, 0L).optional(0.8);
        Arbitrary<Optional<Long>> memory =
                Arbitraries.of(4L << 30, 1L << 30, 1L << 28, 0L).optional(0.8);
        return Combinators.combine(mostly, mostly, labels, cpu, memory, problem)
                .as((alive, open, all, millis, bytes, unsealable) ->
                        new Host("", "10.0.0.1", alive, !open, all, millis, bytes, Optional.empty(), unsealable))
                .list()
                .ofMaxSize(MOST_HOSTS)
                .map(hosts -> IntStream.range(0, hosts.size())
                        .mapToObj(number -> named("h" + number, hosts.get(number)))
                        .toList());
    }

    private static Host named(String name, Host host) {
        return new Host(
                name,
                host.address(),
                host.alive(),
                host.cordoned(),
                host.labels(),
                host.cpuMillis(),
                host.memoryBytes(),
                host.publicInterface(),
                host.unsealable());
    }

    private static Arbitrary<List<Demand>> roles(Arbitrary<RoleShape> shape) {
        return shape.list().ofMaxSize(MOST_ROLES).map(SomeFleets::demands);
    }

    private static Arbitrary<RoleShape> role() {
        Arbitrary<Long> cpu = Arbitraries.of(0L, 100L, 300L, 1500L);
        Arbitrary<Long> memory = Arbitraries.of(0L, 1L << 20, 1L << 28, 1L << 30);
        Arbitrary<Set<Integer>> ports = Arbitraries.of(Set.of(), Set.of(1000), Set.of(1001), Set.of(1000, 1001));
        Arbitrary<Boolean> keeping = Arbitraries.of(false, false, true);
        Arbitrary<Boolean> secretive = Arbitraries.of(false, false, false, true);
        Arbitrary<Set<Pin>> packages = Arbitraries.of(
                Set.of(), Set.of(), Set.of(new Pin("lib", "1")), Set.of(new Pin("lib", "2"), new Pin("tool", "1")));
        return Combinators.combine(rules(), cpu, memory, ports, keeping, secretive, packages)
                .as((rules, millis, bytes, used, keeps, secret, pins) -> {
                    Demand demand = rules.demand();
                    return new RoleShape(
                            new Demand(
                                    demand.app(),
                                    "",
                                    demand.replicas(),
                                    demand.alone() || keeps,
                                    demand.pin(),
                                    demand.spreadOver(),
                                    List.of(),
                                    millis,
                                    bytes,
                                    used,
                                    keeps,
                                    secret,
                                    pins),
                            rules.apart());
                });
    }

    /** A role that needs no room: its rules are all that keeps it from a host. */
    private static Arbitrary<RoleShape> rules() {
        Arbitrary<List<Integer>> apart = Arbitraries.of(List.of(), List.of(), List.of(0), List.of(1, 2));
        Arbitrary<Map<String, String>> pin = Arbitraries.of(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("disk", "ssd"),
                Map.of(RACK, "a"),
                Map.of("disk", "ssd", RACK, "b"));
        return Combinators.combine(
                        Arbitraries.of(APPS),
                        Arbitraries.integers().between(0, MOST_REPLICAS + 2),
                        Arbitraries.of(false, true),
                        pin,
                        Arbitraries.of("", "", RACK),
                        apart)
                .as((app, count, alone, pinned, label, others) -> new RoleShape(
                        new Demand(
                                app,
                                "",
                                names("", count),
                                alone,
                                pinned,
                                Optional.of(label).filter(RACK::equals),
                                List.of(),
                                0,
                                0,
                                Set.of(),
                                false),
                        others));
    }

    private static List<Demand> demands(List<RoleShape> shapes) {
        return IntStream.range(0, shapes.size())
                .mapToObj(number -> {
                    Demand shape = shapes.get(number).demand();
                    String role = "role" + number;
                    return new Demand(
                            shape.app(),
                            role,
                            names(role, shape.replicas().size()),
                            shape.alone(),
                            shape.pin(),
                            shape.spreadOver(),
                            shapes.get(number).apart().stream()
                                    .filter(other -> other != number)
                                    .map(other -> "role" + other)
                                    .toList(),
                            shape.cpuMillis(),
                            shape.memoryBytes(),
                            shape.ports(),
                            shape.keepsStorage(),
                            shape.secret(),
                            shape.packages());
                })
                .toList();
    }

    static List<String> names(String role, int count) {
        return IntStream.range(0, count).mapToObj(number -> role + "-" + number).toList();
    }

    /** One host more than there are is unknown, and one replica more than are wanted is leaving. */
    private static Arbitrary<Somewhere> somewhere() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, MOST_ROLES - 1),
                        Arbitraries.integers().between(0, MOST_REPLICAS),
                        Arbitraries.integers().between(0, MOST_HOSTS))
                .as(Somewhere::new);
    }

    private static Fleet fleet(
            List<Host> hosts, List<Demand> demands, List<Somewhere> present, List<Somewhere> elsewhere) {
        Map<String, Seat> seats = new LinkedHashMap<>();
        Map<String, String> homes = new TreeMap<>();
        if (!demands.isEmpty()) {
            for (Somewhere some : elsewhere) {
                Seat seat = seat(demands, some);
                homes.put(KeptStorage.key(seat.app(), seat.replica()), seat.host());
            }
            for (Somewhere some : present) {
                Seat seat = seat(demands, some);
                String key = KeptStorage.key(seat.app(), seat.replica());
                seats.put(key, seat);
            }
        }
        Set<String> keeping = new TreeSet<>();
        demands.stream()
                .filter(Demand::keepsStorage)
                .forEach(demand -> keeping.add(demand.app() + "/" + demand.role()));
        seats.forEach((key, seat) -> {
            if (keeping.contains(seat.app() + "/" + seat.role())) {
                homes.put(key, seat.host());
            }
        });
        return new Fleet(hosts, demands, new ArrayList<>(seats.values()), homes);
    }

    private static Seat seat(List<Demand> demands, Somewhere some) {
        Demand demand = demands.get(some.role() % demands.size());
        return new Seat(demand.app(), demand.role(), demand.role() + "-" + some.ordinal(), "h" + some.host());
    }
}
