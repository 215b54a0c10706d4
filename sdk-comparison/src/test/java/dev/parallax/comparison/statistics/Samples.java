package dev.parallax.comparison.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples of the tests. */
final class Samples {
    private Samples() {}

    static List<Observation> of(double... values) {
        return Arrays.stream(values).mapToObj(Observation::of).toList();
    }

    /** A value with a plus sign is censored, as such samples are printed in books. */
    static List<Observation> of(String values) {
        return Arrays.stream(values.split(" "))
                .map(value -> value.endsWith("+")
                        ? Observation.moreThan(Double.parseDouble(value.substring(0, value.length() - 1)))
                        : Observation.of(Double.parseDouble(value)))
                .toList();
    }

    /** The first of both sides are one run, and so on. */
    static List<Block> blocks(List<Observation> first, List<Observation> second) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            blocks.add(Block.of(first.get(i), second.get(i)));
        }
        return blocks;
    }
}
