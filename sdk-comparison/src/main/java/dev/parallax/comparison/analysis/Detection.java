package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * When the orchestrator's own reports first show that something happened to the disturbed replica. Instants are of the history's clock, and
 * empty when no report shows it.
 */
final class Detection {
    private final Event.FaultInjected fault;
    private final List<Event.StatusObserved> states;
    private final Optional<Event.ReplicaSeen> before;
    /** The services that listed the replica as ready before the fault, each with the endpoint that was the replica's. */
    private final List<Endpoint> listed;

    private record Endpoint(String service, String address) {}

    Detection(Event.FaultInjected fault, List<Event.StatusObserved> states) {
        this.fault = fault;
        this.states = states;
        Optional<Event.StatusObserved> last =
                states.stream().filter(state -> state.at() <= fault.at()).reduce((earlier, later) -> later);
        this.before = last.flatMap(this::replica);
        this.listed = last.flatMap(
                        state -> before.map(Event.ReplicaSeen::address).map(own -> endpoints(state, own)))
                .orElse(List.of());
    }

    /** The replica is not ready, gone, moved or restarted, or no longer among the endpoints of a service that had it. */
    OptionalLong noticed() {
        return first(state -> isChanged(state) || isUnlisted(state));
    }

    /** Where the replica was reached before the fault. */
    Optional<String> address() {
        return before.map(Event.ReplicaSeen::address);
    }

    /** Whether any service had the replica among its ready endpoints before the fault. */
    boolean isListed() {
        return !listed.isEmpty();
    }

    /** A service that had the replica among its ready endpoints has it no longer. */
    OptionalLong endpointLost() {
        return first(this::isUnlisted);
    }

    private OptionalLong first(Predicate<Event.StatusObserved> shows) {
        return states.stream()
                .filter(state -> state.at() > fault.at())
                .filter(shows)
                .mapToLong(Event.StatusObserved::at)
                .findFirst();
    }

    private static List<Endpoint> endpoints(Event.StatusObserved state, String own) {
        return state.endpoints().entrySet().stream()
                .flatMap(service -> service.getValue().stream()
                        .filter(address -> address.equals(own) || address.startsWith(own + ":"))
                        .map(address -> new Endpoint(service.getKey(), address)))
                .toList();
    }

    private Optional<Event.ReplicaSeen> replica(Event.StatusObserved state) {
        return state.replicas().stream()
                .filter(replica -> replica.name().equals(fault.replica()))
                .findFirst();
    }

    private boolean isChanged(Event.StatusObserved state) {
        if (fault.replica() == null) {
            return false;
        }
        Optional<Event.ReplicaSeen> now = replica(state);
        if (now.isEmpty() || !now.get().state().equals("READY")) {
            return true;
        }
        boolean moved = fault.host() != null && !fault.host().equals(now.get().host());
        int restarts = before.map(Event.ReplicaSeen::restarts).orElse(now.get().restarts());
        return moved || now.get().restarts() != restarts;
    }

    private boolean isUnlisted(Event.StatusObserved state) {
        return listed.stream().anyMatch(endpoint -> !state.endpoints()
                .getOrDefault(endpoint.service(), List.of())
                .contains(endpoint.address()));
    }
}
