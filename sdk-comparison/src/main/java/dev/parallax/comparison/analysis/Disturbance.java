package dev.parallax.comparison.analysis;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that went on in a trial beside what was done in it. Whether the side itself brought it about, in answer to what was done or of its own accord, or
 * something else did, the history does not tell: it excuses no side. A trial that has any is called disturbed; it is never left out. Lengths of time are nanoseconds; maps are by the name of the replica or host.
 *
 * <p>What was done <em>touches</em> the replica that it was done to and, where a host was stopped, all that this host carried. The rule for each
 * kind stands at its record. Their bounds were chosen with the histories in {@code docs/measurements}: in the 147 trials of these no direct probe
 * of an untouched replica failed, and no host or replica that nobody touched was lost or not ready. On a machine with nine times as much to run as
 * it had cores, 63 of 544 such probes failed in one trial, and requests failed for 17.7 s after a killed process.
 */
public sealed interface Disturbance {
    /** Its name in reports that programs read. */
    String kind();

    /** Whether it befell what was measured, and not only who measured. */
    default boolean isOfSide() {
        return true;
    }

    /**
     * {@link #LEAST} or more direct probes of untouched replicas failed, all together. A direct probe goes to the replica and through no balancer,
     * so that nothing which was done befell it on its way. One or two may be a lost packet; with three, at a probe each 100 ms, a replica was away for
     * 0.2 s or replicas lost single answers again and again, and with a request each 50 ms that an even balancer hands one of three replicas, one
     * or more of the requests that failed is to be expected to have failed by that, which is as many as the smallest counts that are told.
     * There is no share to exceed, since a long trial would then hide an outage of seconds.
     *
     * @param replicas those of which probes failed
     */
    record ProbesFailed(SortedMap<String, Measured.Share> replicas) implements Disturbance {
        /** How many make a trial disturbed. */
        public static final int LEAST = 3;

        public ProbesFailed {
            replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
        }

        @Override
        public String kind() {
            return "probes-failed";
        }

        public long failed() {
            return replicas.values().stream().mapToLong(Measured.Share::count).sum();
        }

        public long sent() {
            return replicas.values().stream().mapToLong(Measured.Share::of).sum();
        }
    }

    /**
     * The orchestrator counted hosts as lost that nobody stopped, for however short a time: it takes their replicas out and acts on that, and no
     * quiet history has it. Of a killed or replaced replica the host is one of those.
     *
     * @param hosts for how long each, up to the trial's end
     */
    record HostsLost(SortedMap<String, Long> hosts) implements Disturbance {
        public HostsLost {
            hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        }

        @Override
        public String kind() {
            return "hosts-lost";
        }
    }

    /**
     * Untouched replicas that had been ready were not, for another reason than that a host that is named counted as lost, for however short a time: requests
     * then go to fewer replicas than the fault left.
     *
     * @param replicas for how long each, up to the trial's end
     */
    record NotReady(SortedMap<String, Long> replicas) implements Disturbance {
        public NotReady {
            replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
        }

        @Override
        public String kind() {
            return "replicas-not-ready";
        }
    }

    /**
     * More than one of 100 probes left later than their schedule by more than the period of the requests to the service's address, which is the
     * error that stands beside the figures of these: those figures can be wrong by more than they say. A single late probe is no reason:
     * 27 of those 147 trials have one, and 2 are late by this rule.
     *
     * @param most99 by how much at most 99 of 100 were late
     * @param most by how much the latest was
     * @param bound the period
     */
    record ObserverLate(long most99, long most, long bound) implements Disturbance {
        @Override
        public String kind() {
            return "observer-late";
        }

        @Override
        public boolean isOfSide() {
            return false;
        }
    }
}
