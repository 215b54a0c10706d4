package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused of what a replica needs more, where others hold what contradicts it or is over capacity already. */
class RoomTest {
    private final Room room = new Room(new Host(
            "h1", "10.0.0.1", true, false, Map.of(), Optional.of(1000L), Optional.of(1000L << 20), Optional.empty()));

    @BeforeEach
    void neighbour() {
        room.take(demand("yours", 600, 700, Set.of(80), "2"), "web-0");
    }

    private static Demand demand(String app, long cpu, long memory, Set<Integer> ports, String version) {
        return new Demand(
                app,
                "web",
                List.of(),
                false,
                Map.of(),
                Optional.empty(),
                List.of(),
                cpu,
                memory << 20,
                ports,
                false,
                false,
                Set.of(new Demand.Pin("lib", version)));
    }

    private Optional<String> refusal(Demand wanted) {
        return room.refusal(wanted, demand("mine", 100, 400, Set.of(80), "1"));
    }

    @Test
    void packagesThatContradictedEachOtherBeforeDoNotHinderMoreCpu() {
        assertThat(refusal(demand("mine", 300, 400, Set.of(80), "1"))).isEmpty();
        assertThat(refusal(demand("mine", 500, 400, Set.of(80), "1"))).contains("has 400m cpu left, 500m needed");
    }

    @Test
    void memoryOverCapacityDoesNotHinderMoreCpuAndLessMemoryFits() {
        assertThat(refusal(demand("mine", 300, 350, Set.of(80), "1"))).isEmpty();
        assertThat(refusal(demand("mine", 100, 401, Set.of(80), "1"))).contains("has 300Mi memory left, 401Mi needed");
    }

    @Test
    void anotherVersionThatContradictsIsRefused() {
        assertThat(refusal(demand("mine", 100, 400, Set.of(80), "3")))
                .contains("has package lib at 2 for yours/web-0, 3 needed");
        assertThat(refusal(demand("mine", 100, 400, Set.of(80), "2"))).isEmpty();
    }

    @Test
    void allIsAskedOfOneThatIsNotThereYet() {
        assertThat(room.refusal(demand("mine", 100, 100, Set.of(81), "1")))
                .contains("has package lib at 2 for yours/web-0, 1 needed");
    }
}
