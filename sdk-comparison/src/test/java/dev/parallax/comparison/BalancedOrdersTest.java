package dev.parallax.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalancedOrdersTest {
    private static List<List<String>> orders(long seed, int runs, String... sides) {
        // Of seeds that lie close together the first random numbers are alike.
        Random random = new Random(seed * 1_000_003 * 1_000_003);
        BalancedOrders<String> orders = new BalancedOrders<>(List.of(sides));
        List<List<String>> drawn = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            drawn.add(orders.next(random));
        }
        return drawn;
    }

    @Test
    void eachSideComesFirstInOneOfEachTwoRuns() {
        for (long seed = 0; seed < 100; seed++) {
            List<List<String>> orders = orders(seed, 6, "one", "other");

            for (int run = 0; run < 6; run += 2) {
                assertThat(List.of(orders.get(run).get(0), orders.get(run + 1).get(0)))
                        .as("seed %s, runs %s and %s", seed, run + 1, run + 2)
                        .containsExactlyInAnyOrder("one", "other");
            }
        }
    }

    @Test
    void whichSideComesFirstIsDrawnAnewForEachTwoRuns() {
        Set<List<List<String>>> drawn = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            drawn.add(orders(seed, 6, "one", "other"));
        }

        assertThat(drawn).hasSize(8);
    }

    @Test
    void theSameSeedGivesTheSameOrders() {
        assertThat(orders(42, 7, "one", "other", "third")).isEqualTo(orders(42, 7, "one", "other", "third"));
    }

    @Test
    void oneSideIsTakenInEveryRun() {
        assertThat(orders(42, 3, "one")).containsExactly(List.of("one"), List.of("one"), List.of("one"));
    }
}
