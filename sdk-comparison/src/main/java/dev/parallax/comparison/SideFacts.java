package dev.parallax.comparison;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a reader of the results must know about a side. {@code profile}: the set of timers in force, such as {@code tuned};
 * {@code versions}: of everything that takes part, by name, as the running programs say; {@code timers}: those that bound
 * results; {@code watchGranularity}: how late the backend's watch may tell of a change; {@code hostLoss}: what the timers
 * add up to when a host is lost.
 */
public record SideFacts(
        String profile,
        Map<String, String> versions,
        List<Timer> timers,
        Duration watchGranularity,
        HostLoss hostLoss) {
    public SideFacts {
        versions = Map.copyOf(versions);
        timers = List.copyOf(timers);
    }

    /**
     * One timer: its name where it is set, its product's default, its value as read back from the live system, and
     * what it bounds ({@code "a lost host is noticed"}). Values are as the product writes them ({@code "40s"}).
     */
    public record Timer(String name, String defaultValue, String value, String bounds) {}

    /**
     * By the timers in force: {@code noticedWithin} after a host's loss, at the latest, the orchestrator counts it as lost; {@code
     * because}: the sum that gives this, such as {@code "5s grace + 2 x 500ms monitor period"}. {@code ownPartsAfter}: how much later the
     * orchestrator gives up what it ran there for itself, such as name servers, without which a replacement may not start.
     */
    public record HostLoss(Duration noticedWithin, String because, Duration ownPartsAfter) {}
}
