package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.scenario.HostStop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what went on in a trial beside what was done in it, by the rules of {@link Disturbance}. */
final class Disturbances {
    private static final String READY = "READY";
    private static final String LOST = "LOST";

    private final TrialRecord trial;
    private final @Nullable String stoppedHost;
    /** The untouched replicas, and since when each has been ready: from then on it is to answer and to stay so. */
    private final Map<String, Long> untouched = new HashMap<>();

    private Disturbances(TrialRecord trial) {
        this.trial = trial;
        Event.FaultInjected fault = trial.fault;
        this.stoppedHost = fault != null && fault.fault().equals(HostStop.NAME) ? fault.host() : null;
        Set<String> touched = new HashSet<>();
        for (Event.StatusObserved state : trial.states) {
            if (fault != null && state.at() > fault.at()) {
                // What is ready only later is there because of the fault.
                break;
            }
            for (Event.ReplicaSeen replica : state.replicas()) {
                if ((fault != null && replica.name().equals(fault.replica())) || isStopped(replica.host())) {
                    touched.add(replica.name());
                } else if (replica.state().equals(READY)) {
                    untouched.putIfAbsent(replica.name(), state.at());
                }
            }
        }
        untouched.keySet().removeAll(touched);
    }

    /** In the order of the kinds; none of a quiet trial. */
    static List<Disturbance> of(TrialRecord trial) {
        Disturbances found = new Disturbances(trial);
        List<Disturbance> all = new ArrayList<>();
        found.probesFailed(all);
        found.states(all);
        found.observerLate(all);
        return all;
    }

    private boolean isStopped(@Nullable String host) {
        return stoppedHost != null && stoppedHost.equals(host);
    }

    private void probesFailed(List<Disturbance> into) {
        SortedMap<String, Measured.Share> failed = new TreeMap<>();
        untouched.forEach((replica, since) -> {
            List<Event.ProbeEnded> sent = trial.probes.stream()
                    .filter(probe -> probe.target().equals(replica) && probe.intended() >= since)
                    .filter(probe -> probe.outcome().isGood() || probe.outcome().isFailure())
                    .toList();
            long count =
                    sent.stream().filter(probe -> probe.outcome().isFailure()).count();
            if (count > 0) {
                failed.put(replica, new Measured.Share(count, sent.size()));
            }
        });
        Disturbance.ProbesFailed all = new Disturbance.ProbesFailed(failed);
        if (all.failed() >= Disturbance.ProbesFailed.LEAST) {
            into.add(all);
        }
    }

    /** A state lasts until the next one is told. A replica that is told of no more was replaced, which is the orchestrator's doing. */
    private void states(List<Disturbance> into) {
        SortedMap<String, Long> lost = new TreeMap<>();
        SortedMap<String, Long> unready = new TreeMap<>();
        for (int i = 0; i < trial.states.size(); i++) {
            Event.StatusObserved state = trial.states.get(i);
            long until = i + 1 < trial.states.size() ? trial.states.get(i + 1).at() : Math.max(trial.end(), state.at());
            long lasted = until - state.at();
            Set<String> lostNow = new HashSet<>();
            for (Event.ReplicaSeen replica : state.replicas()) {
                String host = replica.host();
                Long since = untouched.get(replica.name());
                // What is lost with no host to count is told as not ready.
                if (replica.state().equals(LOST) && host != null) {
                    // A host counts once, however many replicas it carries.
                    if (!isStopped(host) && lostNow.add(host)) {
                        lost.merge(host, lasted, Long::sum);
                    }
                } else if (since != null
                        && state.at() > since
                        && !replica.state().equals(READY)) {
                    unready.merge(replica.name(), lasted, Long::sum);
                }
            }
        }
        if (!lost.isEmpty()) {
            into.add(new Disturbance.HostsLost(lost));
        }
        if (!unready.isEmpty()) {
            into.add(new Disturbance.NotReady(unready));
        }
    }

    private void observerLate(List<Disturbance> into) {
        Lateness late = Lateness.of(trial.late().toArray());
        long bound = trial.run.probing().servicePeriod();
        if (late.most99() > bound) {
            into.add(new Disturbance.ObserverLate(late.most99(), late.most(), bound));
        }
    }
}
