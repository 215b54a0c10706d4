package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class MisfitsTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    /** Wherever replicas were: when those that do not fit have been placed anew, all that have a place fit, and no other has moved. */
    @ParameterizedTest
    @MethodSource("seeds")
    void namesThoseWhoseMoveMakesAllFit(int seed) {
        Random random = new Random(seed);
        List<Host> hosts = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> host(number, random.nextInt(5) > 0))
                .toList();
        List<Demand> demands =
                IntStream.range(0, 3).mapToObj(number -> demand(number, random)).toList();
        List<Seat> seats = new ArrayList<>();
        for (Demand demand : demands) {
            demand.replicas()
                    .forEach(replica ->
                            seats.add(new Seat("app", demand.role(), replica, "h" + (1 + random.nextInt(6)))));
        }

        Set<String> misfits = Misfits.of(hosts, demands, List.of(), seats);

        assertThat(Misfits.of(hosts, demands, List.of(), seats)).isEqualTo(misfits);
        List<Seat> staying =
                seats.stream().filter(seat -> !misfits.contains(seat.replica())).toList();
        Placement placement = Placer.place(hosts, demands, staying, Map.of());
        assertThat(placement.seats()).containsAll(staying);
        if (placement.refusals().isEmpty()) {
            assertThat(Misfits.of(hosts, demands, List.of(), placement.seats())).isEmpty();
        }
    }

    private static Demand demand(int number, Random random) {
        String role = "role" + number;
        return new Demand(
                "app",
                role,
                IntStream.range(0, random.nextInt(5))
                        .mapToObj(replica -> role + "-" + replica)
                        .toList(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? Map.of("rack", "a") : Map.of(),
                random.nextInt(3) == 0 ? Optional.of("rack") : Optional.empty(),
                number > 0 && random.nextInt(3) == 0 ? List.of("role" + random.nextInt(number)) : List.of(),
                0,
                0,
                Set.of(),
                false);
    }

    private static Host host(int number, boolean labelled) {
        Map<String, String> labels = labelled ? Map.of("rack", number <= 3 ? "a" : "b") : Map.of();
        return new Host(
                "h" + number, "10.0.0.1", true, false, labels, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
