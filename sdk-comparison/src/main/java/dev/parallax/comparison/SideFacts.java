package dev.parallax.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a reader of the results must know about a side. {@code profile}: the set of timers in force, such as {@code tuned};
 * {@code versions}: of everything that takes part, by name, as the running programs say; {@code timers}: those that bound
 * results; {@code watchGranularity}: how late the backend's watch may tell of a change.
 */
public record SideFacts(String profile, Map<String, String> versions, List<Timer> timers, Duration watchGranularity) {
    public SideFacts {
        versions = Map.copyOf(versions);
        timers = List.copyOf(timers);
    }

    /**
     * One timer: its name where it is set, its product's default, its value as read back from the live system, and
     * what it bounds ({@code "a lost host is noticed"}). Values are as the product writes them ({@code "40s"}).
     */
    public record Timer(String name, String defaultValue, String value, String bounds) {}
}
