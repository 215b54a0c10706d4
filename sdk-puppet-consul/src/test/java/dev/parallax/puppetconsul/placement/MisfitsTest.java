package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class MisfitsTest {
    private static final List<Host> HOSTS =
            List.of(host("h1", "a", false), host("h2", "b", false), host("h3", "c", false));

    @Test
    void leavesEvennessToWhatIsToCome() {
        List<Seat> seats = List.of(seat("web-0", "h1"), seat("web-1", "h1"));

        assertThat(Misfits.of(HOSTS, List.of(overRacks(4)), List.of(), seats)).isEmpty();
    }

    @Test
    void movesFromWhereMostAre() {
        List<Seat> seats = List.of(
                seat("web-0", "h2"),
                seat("web-1", "h2"),
                seat("web-2", "h2"),
                seat("web-3", "h1"),
                seat("web-4", "h1"));

        assertThat(Misfits.of(HOSTS, List.of(overRacks(5)), List.of(), seats)).containsExactly("web-2");
    }

    @Test
    void countsNoReplicaOfACordonedHost() {
        List<Host> hosts = List.of(host("h1", "a", false), host("h2", "b", false), host("h4", "a", true));
        List<Seat> seats = List.of(
                seat("web-0", "h1"),
                seat("web-1", "h1"),
                seat("web-2", "h1"),
                seat("web-3", "h2"),
                seat("web-4", "h4"));

        Set<String> misfits = Misfits.of(hosts, List.of(overRacks(5)), List.of(), seats);

        assertThat(misfits).as("moving web-4 would leave rack a with three").containsExactly("web-2");
    }

    @Test
    void whatLeavesAnywayDrivesNothingAway() {
        Demand alone = new Demand(
                "app", "web", List.of("web-1"), true, Map.of(), Optional.empty(), List.of(), 0, 0, Set.of(), false);

        assertThat(Misfits.of(HOSTS, List.of(alone), List.of(), List.of(seat("web-0", "h1"), seat("web-1", "h1"))))
                .containsExactly("web-0");
    }

    private static Demand overRacks(int count) {
        return new Demand(
                "app",
                "web",
                SomeFleets.names("web", count),
                false,
                Map.of(),
                Optional.of(SomeFleets.RACK),
                List.of(),
                0,
                0,
                Set.of(),
                false);
    }

    private static Seat seat(String replica, String host) {
        return new Seat("app", "web", replica, host);
    }

    private static Host host(String name, String rack, boolean cordoned) {
        return new Host(
                name,
                "10.0.0.1",
                true,
                cordoned,
                Map.of(SomeFleets.RACK, rack),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
