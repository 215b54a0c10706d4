package dev.parallax.comparison.statistics;

import java.util.Optional;

/** One run: what it gave on the first side and on the second; empty where it gave nothing. */
public record Block(Optional<Observation> first, Optional<Observation> second) {
    public static Block of(Observation first, Observation second) {
        return new Block(Optional.of(first), Optional.of(second));
    }
}
