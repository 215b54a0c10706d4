package dev.parallax.backend;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Moves the replicas of a cordoned host elsewhere, one after another, as the policy of each role allows: of a role that has as few replicas ready as it
 * may have, none is taken away. What the host has to stay with is replicas with kept storage, whose data is there. Made of a
 * backend's other verbs, so that it is the same on each. For one thread.
 */
public final class HostDrain {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Backend backend;
    private final String host;
    /** Replicas whose replacement was ordered: the orchestrator may show them as ready for a moment more. */
    private final Set<Resident> ordered = new HashSet<>();

    public HostDrain(Backend backend, String host) {
        this.backend = backend;
        this.host = host;
    }

    /** {@link #advance} again and again until all is done, at most for the time given. */
    HostStatus await(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        while (!advance()) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw notReached(timeout);
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return status();
    }

    /** Orders what may be ordered now. Whether only replicas with kept storage are left. */
    public boolean advance() {
        Map<String, Application> definitions = new TreeMap<>();
        List<Resident> movable = movable(definitions);
        Map<String, List<Resident>> roles = movable.stream()
                .collect(Collectors.groupingBy(
                        resident -> resident.application() + "/" + resident.role(), TreeMap::new, Collectors.toList()));
        roles.values().forEach(residents -> replace(residents, definitions));
        return movable.isEmpty();
    }

    /** The host as it is at the end. */
    public HostStatus status() {
        return backend.hosts().stream()
                .filter(found -> found.name().equals(host))
                .findFirst()
                .orElseThrow(() -> new BackendException(backend.name() + ": host " + host + " is not there any more"));
    }

    /** That time ran out: names what is left, and why. */
    public NotReachedException notReached(Duration timeout) {
        Map<String, Application> definitions = new TreeMap<>();
        return new NotReachedException(backend.name() + ": host " + host + " is not drained after "
                + timeout.toSeconds() + " s" + ": "
                + movable(definitions).stream()
                        .map(resident -> resident + " is there" + why(resident, definitions))
                        .collect(Collectors.joining("; ")));
    }

    private List<Resident> movable(Map<String, Application> definitions) {
        return status().replicas().stream()
                .filter(resident -> role(resident, definitions)
                        .map(role -> role.storage().values().stream().noneMatch(Storage::keep))
                        .orElse(true))
                .toList();
    }

    private Optional<Role> role(Resident resident, Map<String, Application> definitions) {
        Application definition =
                definitions.computeIfAbsent(resident.application(), name -> Revision.present(backend.history(name))
                        .orElse(null));
        return Optional.ofNullable(definition).map(found -> found.roles().get(resident.role()));
    }

    private void replace(List<Resident> residents, Map<String, Application> definitions) {
        Optional<ReplicaPolicy> policy = role(residents.get(0), definitions).map(Role::replicas);
        Optional<RoleStatus> status = status(residents.get(0));
        if (policy.isEmpty() || status.isEmpty()) {
            // Being deleted, and gone soon.
            return;
        }
        Map<String, ReplicaState> states = status.get().replicas().stream()
                .collect(Collectors.toMap(ReplicaStatus::name, ReplicaStatus::state, (one, other) -> one));
        long ready = status.get().replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .filter(replica -> ordered.stream().noneMatch(each -> is(each, residents.get(0), replica)))
                .count();
        for (Resident resident : residents) {
            ReplicaState state = states.getOrDefault(resident.replica(), ReplicaState.STOPPING);
            boolean serves = state == ReplicaState.READY;
            if (state != ReplicaState.STOPPING
                    && state != ReplicaState.LOST
                    && !ordered.contains(resident)
                    && (!serves || ready > least(policy.get()))) {
                backend.replace(resident.application(), resident.replica());
                ordered.add(resident);
                ready -= serves ? 1 : 0;
            }
        }
    }

    private static boolean is(Resident ordered, Resident sibling, ReplicaStatus replica) {
        return ordered.application().equals(sibling.application())
                && ordered.role().equals(sibling.role())
                && ordered.replica().equals(replica.name());
    }

    private Optional<RoleStatus> status(Resident resident) {
        return backend.observe(resident.application())
                .map(status -> status.roles().get(resident.role()));
    }

    private static int least(ReplicaPolicy policy) {
        return Math.max(policy.count() - policy.update().maxUnavailable(), policy.minAvailable());
    }

    private String why(Resident resident, Map<String, Application> definitions) {
        List<String> reasons = new ArrayList<>();
        role(resident, definitions).map(Role::replicas).ifPresent(policy -> status(resident)
                .filter(status -> status.ready() <= least(policy))
                .ifPresent(status -> reasons.add(status.ready() + " of " + policy.count()
                        + " are ready, and no fewer than " + least(policy) + " may be")));
        return reasons.isEmpty() ? "" : ", as of its role " + String.join(", ", reasons);
    }
}
