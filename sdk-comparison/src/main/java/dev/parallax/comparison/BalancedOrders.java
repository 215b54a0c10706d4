package dev.parallax.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The orders in which runs take the sides: random, but each two runs together treat the sides alike. The first of two has a random order and the second
 * the reverse of it, so that of two sides each comes first in one of them; an odd run at the end has a random order of its own.
 */
final class BalancedOrders<T> {
    private final List<T> sides;
    private List<T> reverse = List.of();

    BalancedOrders(List<T> sides) {
        this.sides = List.copyOf(sides);
    }

    /** The order of the next run; takes from the random numbers in the first of each two runs only. */
    List<T> next(Random random) {
        if (!reverse.isEmpty()) {
            List<T> order = reverse;
            reverse = List.of();
            return order;
        }
        List<T> order = shuffled(sides, random);
        List<T> backwards = new ArrayList<>(order);
        Collections.reverse(backwards);
        reverse = List.copyOf(backwards);
        return order;
    }

    static <T> List<T> shuffled(List<T> values, Random random) {
        List<T> copy = new ArrayList<>(values);
        Collections.shuffle(copy, random);
        return List.copyOf(copy);
    }
}
