package dev.parallax.comparison.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.parallax.comparison.ResourceUse;
import dev.parallax.comparison.SideFacts;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. All instants and lengths of time are nanoseconds; instants count from the start of the run.
 *
 * <p>Trials follow one another and never overlap, so an event belongs to the trial whose {@link TrialStarted} and {@link
 * TrialEnded} enclose it. Events are written in the order in which they became known, which for probes is the order of
 * their ends.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = Event.SideDescribed.class, name = "side-described"),
    @JsonSubTypes.Type(value = Event.ResourcesRead.class, name = "resources-read"),
    @JsonSubTypes.Type(value = Event.EquivalenceChecked.class, name = "equivalence-checked"),
    @JsonSubTypes.Type(value = Event.TrialStarted.class, name = "trial-started"),
    @JsonSubTypes.Type(value = Event.IntentDeclared.class, name = "intent-declared"),
    @JsonSubTypes.Type(value = Event.FaultInjected.class, name = "fault-injected"),
    @JsonSubTypes.Type(value = Event.StatusObserved.class, name = "status-observed"),
    @JsonSubTypes.Type(value = Event.PathObserved.class, name = "path-observed"),
    @JsonSubTypes.Type(value = Event.ProbeEnded.class, name = "probe-ended"),
    @JsonSubTypes.Type(value = Event.AcceptanceTried.class, name = "acceptance-tried"),
    @JsonSubTypes.Type(value = Event.LimitReached.class, name = "limit-reached"),
    @JsonSubTypes.Type(value = Event.TrialEnded.class, name = "trial-ended"),
    @JsonSubTypes.Type(value = Event.StartStateRestored.class, name = "start-state-restored"),
    @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run-ended")
})
public sealed interface Event {
    /** The version of the format that this program writes and reads. */
    int FORMAT = 1;

    /** When it happened. */
    long at();

    /**
     * The first event of a history. {@code wallClock}: the time of day (ISO 8601, UTC) at instant 0; {@code environment}: the
     * machine and this program; {@code command}: what a reader types to do the same again, absent when no command did it.
     */
    record RunStarted(
            long at,
            int format,
            String wallClock,
            String application,
            String version,
            String role,
            int wanted,
            List<String> sides,
            List<String> scenarios,
            int runs,
            long seed,
            Probing probing,
            SortedMap<String, String> environment,
            @Nullable String command,
            @Nullable Double margin)
            implements Event {}

    /** How the data path is probed: periods, the time limit of a probe, and how many good ones in a row count as good. */
    record Probing(long servicePeriod, long replicaPeriod, long timeout, int goodInARow) {}

    /**
     * A side as read back from the live system; {@code predicted}, {@code predictedProcess} and {@code remarks} are absent in histories of
     * before they were recorded, the first two also where no program told the timers that they would follow from.
     */
    record SideDescribed(
            long at,
            String side,
            String profile,
            SortedMap<String, String> versions,
            List<SideFacts.Timer> timers,
            long watchGranularity,
            List<String> hosts,
            @Nullable Predicted predicted,
            @Nullable List<String> remarks,
            @Nullable PredictedProcess predictedProcess)
            implements Event {}

    /** When the timers in force have, at the latest, made a lost host noticed and what ran there replaced; the latter's sum in words. */
    record Predicted(long hostNoticed, long hostReplaced, String because) {}

    /** When they have, at the latest, made it noticed that a process ended, and the process be started again; the latter's sum in words. */
    record PredictedProcess(long noticed, long started, String because) {}

    /** What a side takes; {@code moment} is such as {@code idle} or {@code deployed}. */
    record ResourcesRead(long at, String side, String moment, ResourceUse use) implements Event {}

    /**
     * Whether both sides run the same: how many facts were compared, which of them differ, and all of them, sorted by path; {@code facts} are
     * absent in histories of before they were recorded.
     */
    record EquivalenceChecked(
            long at,
            int compared,
            List<Difference> differences,
            @Nullable List<ComparedFact> facts) implements Event {}

    /** What was compared, with each side's value; a side's value is absent where it has none. */
    record ComparedFact(String path, Map<String, String> values) {}

    /** A fact that is not the same on both sides; a side's value is absent where it has none. */
    record Difference(String path, Map<String, String> values, boolean accepted) {}

    /** A trial: one scenario on one side in one run; run 0 warms up and is not measured. */
    record TrialStarted(long at, String side, String scenario, int run, long limit) implements Event {}

    /** What the orchestrator was asked for; {@code at} is the instant before the request. */
    record IntentDeclared(long at, String intent) implements Event {}

    /**
     * A fault took effect between {@code at} and {@code after}. {@code addressHolder}: the host that answered for the service's public
     * address; absent when none was known, and in histories of before it was recorded.
     */
    record FaultInjected(
            long at,
            long after,
            String fault,
            @Nullable String replica,
            @Nullable String host,
            boolean heldPublicAddress,
            @Nullable String addressHolder)
            implements Event {}

    /** The orchestrator's view, as it reached the observer. */
    record StatusObserved(
            long at, Map<String, RoleCounts> roles, List<ReplicaSeen> replicas, Map<String, List<String>> endpoints)
            implements Event {}

    /** Replicas of a role by how far they are. */
    record RoleCounts(int wanted, int placed, int started, int ready) {}

    /** One replica of the measured role; {@code state} as in the backend SPI. */
    record ReplicaSeen(
            String name, @Nullable String host, @Nullable String address, String state, int restarts) {}

    /**
     * What a host's balancer hands new connections for the measured service to: seen to be so at {@code at}, and last seen to be otherwise
     * at {@code since}. Of before a trial it is told again at its begin, with the instants at which it was seen.
     */
    record PathObserved(long at, long since, String host, List<String> targets) implements Event {}

    /**
     * A probe of the service's address ({@code target} is {@link #SERVICE}) or of one replica. {@code at} is its end. Latency counts from
     * {@code intended}, so that a prober that lags does not hide an outage.
     */
    record ProbeEnded(long at, String target, long intended, long sent, ProbeOutcome outcome, int status)
            implements Event {
        /** The {@link #target} of probes that go through the service's public address. */
        public static final String SERVICE = "service";
    }

    /** One try of the whole acceptance check, from {@code started} to {@code at}; {@code detail}: what failed. */
    record AcceptanceTried(long at, long started, boolean passed, String detail) implements Event {}

    /** The trial's limit of time passed; {@code missing} says what had not come. */
    record LimitReached(long at, long limit, String missing) implements Event {}

    /** A trial's end, when its success condition held, its limit was reached or it could not be carried out. */
    record TrialEnded(long at, TrialOutcome outcome, String detail) implements Event {}

    /** Whether the state before the trial was there again, and how long that took after its end. */
    record StartStateRestored(long at, long took, boolean restored, String detail) implements Event {}

    /**
     * The last event of a history that was not cut short. {@code programMemory}: the most memory, in bytes, that the observer's own
     * process had at any time, with the backends and the probers in it; absent where the system does not tell.
     */
    record RunEnded(long at, String outcome, @Nullable Long programMemory) implements Event {}
}
