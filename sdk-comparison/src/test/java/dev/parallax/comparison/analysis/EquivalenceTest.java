package dev.parallax.comparison.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.backend.Inspection.LiveComponent;
import dev.parallax.backend.Inspection.LiveReplica;
import dev.parallax.comparison.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
    private static LiveComponent component(String version, long everyMillis) {
        return new LiveComponent(
                Map.of("keystone", version),
                Optional.of(1000),
                Optional.of(536870912L),
                Optional.of(250),
                Optional.empty(),
                Optional.of(Inspection.user(903, 903)),
                Map.of("public", 5000),
                Map.of("ready", new LiveCheck("http :5000/healthcheck", everyMillis, 1000, 2, 1)));
    }

    private static Inspection inspection(LiveComponent... replicas) {
        List<LiveReplica> live = new ArrayList<>();
        for (LiveComponent component : replicas) {
            live.add(new LiveReplica("replica-" + live.size(), "host", Map.of("api", component)));
        }
        return new Inspection("keystone", "22.0.2", Map.of("keystone", live));
    }

    private static Event.EquivalenceChecked check(Inspection one, Inspection other, String... accepted) {
        SortedMap<String, Inspection> sides = new TreeMap<>(Map.of("kubernetes", one, "puppet-consul", other));
        return Equivalence.check(7, sides, new TreeSet<>(List.of(accepted)));
    }

    @Test
    void sameOnBothSidesHasNoDifference() {
        Inspection side = inspection(component("22.0.2", 1000), component("22.0.2", 1000));

        Event.EquivalenceChecked checked = check(side, side);

        assertThat(checked.differences()).isEmpty();
        assertThat(checked.compared()).isEqualTo(15);
        assertThat(checked.facts())
                .hasSize(15)
                .contains(new Event.ComparedFact(
                        "keystone/api/memory",
                        Map.of("kubernetes", "536870912 bytes", "puppet-consul", "536870912 bytes")))
                .contains(new Event.ComparedFact(
                        "keystone/api/requests/cpu", Map.of("kubernetes", "250m", "puppet-consul", "250m")))
                .contains(new Event.ComparedFact(
                        "keystone/api/requests/memory", Map.of("kubernetes", "nothing", "puppet-consul", "nothing")));
    }

    @Test
    void namesEveryDifferenceWithBothValues() {
        Event.EquivalenceChecked checked = check(
                inspection(component("22.0.2", 1000), component("22.0.2", 1000)),
                inspection(component("22.0.2", 1000), component("22.0.1", 2000)));

        assertThat(checked.differences())
                .extracting(Event.Difference::path, Event.Difference::values)
                .containsExactly(
                        tuple(
                                "keystone/api/checks/ready/every",
                                Map.of("kubernetes", "1000 ms", "puppet-consul", "1000 ms | 2000 ms")),
                        tuple(
                                "keystone/api/packages/keystone",
                                Map.of("kubernetes", "22.0.2", "puppet-consul", "22.0.1 | 22.0.2")));
    }

    @Test
    void whatOneSideLacksIsADifference() {
        Event.EquivalenceChecked checked = check(
                inspection(component("22.0.2", 1000)),
                new Inspection("keystone", "22.0.2", Map.of("keystone", List.of())));

        assertThat(checked.differences())
                .extracting(Event.Difference::path)
                .contains("keystone/replicas", "keystone/api/cpu");
    }

    @Test
    void acceptsByPathOrBeginning() {
        Inspection one = inspection(component("22.0.2", 1000));
        Inspection other = inspection(component("22.0.1", 2000));

        assertThat(check(one, other, "keystone/api/packages/", "keystone/api/checks/ready/every")
                        .differences())
                .allMatch(Event.Difference::accepted);
        assertThat(check(one, other, "keystone/api/packages/").differences())
                .extracting(Event.Difference::accepted)
                .containsExactly(false, true);
    }
}
