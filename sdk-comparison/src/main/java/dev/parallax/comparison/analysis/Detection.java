package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** When the orchestrator's own reports first show that something happened to the disturbed replica. */
final class Detection {
    private Detection() {}

    /** The instant on the history's clock; empty when no report shows it. */
    static OptionalLong of(Event.FaultInjected fault, List<Event.StatusObserved> states) {
        String name = fault.replica();
        if (name == null) {
            return OptionalLong.empty();
        }
        Optional<Event.ReplicaSeen> before = Optional.empty();
        for (Event.StatusObserved state : states) {
            Optional<Event.ReplicaSeen> now = find(state, name);
            if (state.at() <= fault.at()) {
                before = now;
            } else if (isChanged(before, now, fault)) {
                return OptionalLong.of(state.at());
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<Event.ReplicaSeen> find(Event.StatusObserved state, String name) {
        return state.replicas().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst();
    }

    private static boolean isChanged(
            Optional<Event.ReplicaSeen> before, Optional<Event.ReplicaSeen> now, Event.FaultInjected fault) {
        if (now.isEmpty() || !now.get().state().equals("READY")) {
            return true;
        }
        String host = now.get().host();
        boolean moved = fault.host() != null && !fault.host().equals(host);
        int restarts = before.map(Event.ReplicaSeen::restarts).orElse(now.get().restarts());
        return moved || now.get().restarts() != restarts;
    }
}
