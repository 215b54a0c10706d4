package dev.parallax.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of the results must know about a side. {@code profile}: the set of timers in force, such as {@code tuned};
 * {@code versions}: of everything that takes part, by name, as the running programs say; {@code timers}: those that bound
 * results; {@code watchGranularity}: how late the backend's watch may tell of a change; {@code hostLoss}: what the timers
 * add up to when a host is lost, absent where nothing told them; {@code processLoss}: the same of a process that ended, absent where the
 * side's timers give no such sum; {@code remarks}: whole sentences on what this side does otherwise than another one may, and what
 * favours it.
 */
public record SideFacts(
        String profile,
        Map<String, String> versions,
        List<Timer> timers,
        Duration watchGranularity,
        @Nullable HostLoss hostLoss,
        @Nullable ProcessLoss processLoss,
        List<String> remarks) {
    /** Without a sum of what ended processes take. */
    public SideFacts(
            String profile,
            Map<String, String> versions,
            List<Timer> timers,
            Duration watchGranularity,
            @Nullable HostLoss hostLoss,
            List<String> remarks) {
        this(profile, versions, timers, watchGranularity, hostLoss, null, remarks);
    }

    public SideFacts {
        versions = Map.copyOf(versions);
        timers = List.copyOf(timers);
        remarks = List.copyOf(remarks);
    }

    /** With more to remark. */
    SideFacts remarked(List<String> more) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(more);
        return new SideFacts(profile, versions, timers, watchGranularity, hostLoss, processLoss, all);
    }

    /**
     * One timer: its name where it is set, its product's default, its value as read back from the live system ({@link #NOT_FOUND} when it
     * could not be read), and what it bounds ({@code "a lost host is noticed"}). Values are as the product writes them ({@code "40s"}).
     * {@code note}: where the value comes from when no running process told it; otherwise absent.
     */
    public record Timer(
            String name,
            String defaultValue,
            String value,
            String bounds,
            @Nullable String note) {
        /** The value of a timer that could not be read. */
        public static final String NOT_FOUND = "not found";
    }

    /**
     * By the timers in force: {@code noticedWithin} after a host's loss, at the latest, the orchestrator counts it as lost; {@code
     * because}: the sum that gives this, such as {@code "5s grace + 2 x 500ms monitor period"}. {@code ownPartsAfter}: how much later the
     * orchestrator gives up what it ran there for itself, such as name servers, without which a replacement may not start. {@code
     * replacement}: what replaces the host's replicas where that is not the definition's {@code hostLostAfter}; otherwise absent.
     */
    public record HostLoss(
            Duration noticedWithin,
            String because,
            Duration ownPartsAfter,
            @Nullable Replacement replacement) {
        /** Where the definition says when replicas are replaced. */
        public HostLoss(Duration noticedWithin, String because, Duration ownPartsAfter) {
            this(noticedWithin, because, ownPartsAfter, null);
        }
    }

    /** How long after a host counts as lost its replicas are replaced, at the latest, and the sum that gives this. */
    public record Replacement(Duration after, String because) {}

    /**
     * By the timers in force: {@code noticedWithin} after a process of a replica ended, at the latest, the orchestrator counts the replica as not
     * ready; {@code startedWithin} after it ended it is being started again; {@code because}: the sum that gives the latter.
     */
    public record ProcessLoss(Duration noticedWithin, Duration startedWithin, String because) {}
}
