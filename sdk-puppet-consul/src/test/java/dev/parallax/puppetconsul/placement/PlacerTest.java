package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class PlacerTest {
    private static final Map<String, String> NO_HOMES = Map.of();
    private static final String RACK = "rack";

    @Test
    void spreadsReplicasOverHosts() {
        Placement placement = Placer.place(hosts(4), List.of(role("api", 3, Set.of(5000))), List.of(), NO_HOMES);

        assertThat(placement.seats()).extracting(Seat::host).containsExactly("h1", "h2", "h3");
        assertThat(placement.refusals()).isEmpty();
    }

    @Test
    void prefersTheEmptierHost() {
        Placement placement =
                Placer.place(hosts(2), List.of(role("api", 1, Set.of()), role("db", 1, Set.of())), List.of(), NO_HOMES);

        assertThat(placement.seats()).extracting(Seat::host).containsExactly("h1", "h2");
    }

    @Test
    void namesTheReplicaThatHasNoPlaceAndWhyEachHostWasRefused() {
        List<Host> hosts = List.of(host("h1", true, 1000, 1 << 20), host("h2", false, 1000, 1 << 20));

        Placement placement = Placer.place(hosts, List.of(role("api", 2, Set.of(5000))), List.of(), NO_HOMES);

        assertThat(placement.refusals())
                .extracting(Refusal::toString)
                .containsExactly("api-1 has no host: h1 has port 5000 taken by app/api-0, h2 is lost");
    }

    @Test
    void refusesHostsWithoutRoomOrLabel() {
        Demand big = new Demand(
                "app", "big", names("big", 1), false, Map.of(), Optional.empty(), List.of(), 2000, 0, Set.of(), false);
        Demand pinned = new Demand(
                "app",
                "pinned",
                names("pinned", 1),
                false,
                Map.of("disk", "ssd"),
                Optional.empty(),
                List.of(),
                0,
                0,
                Set.of(),
                false);

        Placement placement =
                Placer.place(List.of(host("h1", true, 1000, 1 << 20)), List.of(big, pinned), List.of(), NO_HOMES);

        assertThat(placement.refusals())
                .extracting(refusal -> refusal.reasons().get("h1"))
                .containsExactly("has 1000m cpu left, 2000m needed", "lacks the label disk=ssd");
    }

    @Test
    void countsWhatAReplicaHoldsInsteadOfWhatItsRoleDemandsNow() {
        Demand small = sized("small", 100, Set.of());
        Demand large = sized("small", 800, Set.of(80));
        Seat seat = new Seat("app", "small", "small-0", "h1");
        Host host = host("h1", true, 1000, 1 << 20);
        List<Demand> demands = List.of(small, sized("web", 100, Set.of(80)), sized("api", 500, Set.of()));

        Placement placement = Placer.place(List.of(host), demands, List.of(seat), NO_HOMES, Map.of(seat, large));

        assertThat(placement.seats()).containsExactly(seat);
        assertThat(placement.refusals())
                .extracting(refusal -> refusal.reasons().get("h1"))
                .containsExactly("has 200m cpu left, 500m needed", "has port 80 taken by app/small-0");
    }

    private static Demand sized(String role, long cpu, Set<Integer> ports) {
        return new Demand(
                "app", role, names(role, 1), false, Map.of(), Optional.empty(), List.of(), cpu, 0, ports, false);
    }

    @Test
    void placesNothingNewOnACordonedHostAndLeavesWhatIsThere() {
        Host cordoned =
                new Host("h1", "10.0.0.1", true, true, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
        Demand api = role("api", 2, Set.of(5000));

        Placement placement = Placer.place(List.of(cordoned), List.of(api), List.of(), NO_HOMES);
        Seat there = new Seat("app", "api", "api-0", "h1");
        Placement after = Placer.place(List.of(cordoned, hosts(2).get(1)), List.of(api), List.of(there), NO_HOMES);

        assertThat(placement.refusals())
                .extracting(refusal -> refusal.reasons().get("h1"))
                .containsExactly("is cordoned", "is cordoned");
        assertThat(after.seats()).containsExactly(there, new Seat("app", "api", "api-1", "h2"));
    }

    @Test
    void placesKeptStorageOnlyWhereItsDataIs() {
        Demand db = new Demand(
                "app", "db", names("db", 1), true, Map.of(), Optional.empty(), List.of(), 0, 0, Set.of(3306), true);

        assertThat(Placer.place(hosts(3), List.of(db), List.of(), Map.of("app/db-0", "h3"))
                        .seats())
                .extracting(Seat::host)
                .containsExactly("h3");
        assertThat(Placer.place(hosts(2), List.of(db), List.of(), Map.of("app/db-0", "h3"))
                        .refusals())
                .extracting(refusal -> refusal.reasons().get("h1"))
                .containsExactly("does not have its kept storage, which is on h3");
    }

    @Test
    void spreadsEvenlyOverTheValuesOfALabel() {
        Demand api = over(RACK, "api", 7);

        Placement placement = Placer.place(hosts(6), List.of(api), List.of(), NO_HOMES);

        // h1 and h5 are in rack a, h2 and h6 in b, h3 in c, and h4 in none.
        assertThat(placement.seats())
                .extracting(Seat::host)
                .containsExactlyInAnyOrder("h1", "h2", "h3", "h5", "h6", "h3", "h1");
    }

    @Test
    void doesNotWaitForHostsThatMayNotBeToldItsSecrets() {
        Host keyless = new Host(
                "h2",
                "10.0.0.2",
                true,
                false,
                Map.of(RACK, "b"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("has not published a key"));
        List<Host> hosts = List.of(host("h1", true, 1000, 1 << 20), keyless);
        Demand secret = new Demand(
                "app",
                "api",
                names("api", 2),
                false,
                Map.of(),
                Optional.of(RACK),
                List.of(),
                0,
                0,
                Set.of(),
                false,
                true);

        Placement placement = Placer.place(hosts, List.of(secret), List.of(), NO_HOMES);

        assertThat(placement.refusals()).isEmpty();
        assertThat(placement.seats()).extracting(Seat::host).containsExactly("h1", "h1");
    }

    @Test
    void saysOfEachHostWhyItWouldBeLessEven() {
        Demand api = new Demand(
                "app", "api", names("api", 5), true, Map.of(), Optional.of(RACK), List.of(), 0, 0, Set.of(), false);

        Placement placement = Placer.place(
                List.of(
                        host("h1", true, 1, 1),
                        host("h5", true, 1, 1),
                        host("h9", true, 1, 1),
                        host("h2", true, 1, 1),
                        host("h4", true, 1, 1)),
                List.of(api),
                List.of(),
                NO_HOMES);

        assertThat(placement.refusals()).hasSize(2);
        assertThat(placement.refusals().get(0).reasons())
                .containsEntry("h9", "is in rack a, which has 2 of this role while another has 1")
                .containsEntry("h2", "has a replica of this role")
                .containsEntry("h4", "lacks the label rack");
    }

    @Test
    void aReplicaWithKeptStorageGoesHomeHoweverUnevenThatIs() {
        Demand db = new Demand(
                "app", "db", names("db", 2), true, Map.of(), Optional.of(RACK), List.of(), 0, 0, Set.of(), true);

        Placement placement =
                Placer.place(hosts(6), List.of(db), List.of(), Map.of("app/db-0", "h1", "app/db-1", "h5"));

        assertThat(placement.seats()).extracting(Seat::host).containsExactly("h1", "h5");
    }

    @Test
    void aNewReplicaIsSpreadBesideThoseThatGoHome() {
        Demand db = new Demand(
                "app", "db", names("db", 2), true, Map.of(), Optional.of(RACK), List.of(), 0, 0, Set.of(), true);

        Placement placement = Placer.place(hosts(6), List.of(db), List.of(), Map.of("app/db-1", "h5"));

        assertThat(placement.seats())
                .as("h5 is in rack a, as h1 is, and h2 is in b")
                .extracting(Seat::host)
                .containsExactly("h2", "h5");
    }

    @Test
    void aNewReplicaTakesNoOthersHome() {
        Demand cache = new Demand(
                "app", "cache", names("cache", 2), true, Map.of(), Optional.empty(), List.of(), 0, 0, Set.of(80), true);
        Demand db = new Demand(
                "app", "db", names("db", 1), true, Map.of(), Optional.empty(), List.of(), 0, 0, Set.of(80), true);

        Placement placement =
                Placer.place(hosts(3), List.of(cache, db), List.of(), Map.of("app/cache-0", "h3", "app/db-0", "h1"));

        assertThat(placement.refusals()).isEmpty();
        assertThat(placement.seats()).extracting(Seat::host).containsExactly("h3", "h2", "h1");
    }

    @Test
    void keepsRolesApartWhicheverCameFirst() {
        Demand api = apart("api", List.of("cache"));
        Demand cache = apart("cache", List.of());

        Placement apiFirst =
                Placer.place(hosts(2), List.of(api, cache), List.of(new Seat("app", "api", "api-0", "h1")), NO_HOMES);
        Placement cacheFirst = Placer.place(
                hosts(2), List.of(api, cache), List.of(new Seat("app", "cache", "cache-0", "h1")), NO_HOMES);
        Placement onOne = Placer.place(hosts(1), List.of(api, cache), List.of(), NO_HOMES);

        assertThat(apiFirst.seats()).extracting(Seat::host).containsExactly("h1", "h2");
        assertThat(cacheFirst.seats()).extracting(Seat::host).containsExactly("h2", "h1");
        assertThat(onOne.refusals())
                .extracting(refusal -> refusal.reasons().get("h1"))
                .containsExactly("has a replica of role api, which is kept apart from this one");
    }

    private static List<String> names(String role, int count) {
        return IntStream.range(0, count).mapToObj(number -> role + "-" + number).toList();
    }

    private static List<Host> hosts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> host("h" + number, true, 4000, 1L << 32))
                .toList();
    }

    private static Host host(String name, boolean alive, long cpu, long memory) {
        return new Host(
                name, "10.0.0.1", alive, false, labels(name), Optional.of(cpu), Optional.of(memory), Optional.empty());
    }

    /** Racks a, b and c in turns, and every fourth host in none. */
    private static Map<String, String> labels(String host) {
        int number = Integer.parseInt(host.substring(1));
        return number % 4 == 0 ? Map.of() : Map.of(RACK, String.valueOf((char) ('a' + number % 4 - 1)));
    }

    private static Demand over(String label, String name, int count) {
        return new Demand(
                "app", name, names(name, count), false, Map.of(), Optional.of(label), List.of(), 0, 0, Set.of(), false);
    }

    private static Demand apart(String name, List<String> others) {
        return new Demand(
                "app", name, names(name, 1), false, Map.of(), Optional.empty(), others, 0, 0, Set.of(), false);
    }

    private static Demand role(String name, int count, Set<Integer> ports) {
        return new Demand(
                "app",
                name,
                names(name, count),
                false,
                Map.of(),
                Optional.empty(),
                List.of(),
                100,
                1 << 10,
                ports,
                false);
    }
}
