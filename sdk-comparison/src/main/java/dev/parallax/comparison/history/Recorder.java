package dev.parallax.comparison.history;

/** Takes events in the order in which they become known; safe for several threads, never waits for a disk. */
@FunctionalInterface
public interface Recorder {
    void record(Event event);
}
