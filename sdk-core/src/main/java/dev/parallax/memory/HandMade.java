package dev.parallax.memory;

import dev.parallax.backend.Drift;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.backend.Plan.FieldChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was changed by hand of one application since its definition changed last. */
final class HandMade {
    private final Map<String, Count> counts = new LinkedHashMap<>();
    /** Replicas that no service leads to. */
    private final Set<SimulatedReplica> deregistered = new LinkedHashSet<>();

    private final List<Difference> repaired = new ArrayList<>();

    private record Count(int wanted, int made) {}

    void scale(String role, int wanted, int made) {
        if (made == wanted) {
            counts.remove(role);
        } else {
            counts.put(role, new Count(wanted, made));
        }
    }

    void deregister(SimulatedReplica replica) {
        deregistered.add(replica);
    }

    int count(String role, int wanted) {
        Count count = counts.get(role);
        return count == null ? wanted : count.made();
    }

    boolean isRegistered(SimulatedReplica replica) {
        return !deregistered.contains(replica);
    }

    /** A replica that is gone is nobody's any more. */
    void forget(SimulatedReplica replica) {
        deregistered.remove(replica);
    }

    void forgetAll() {
        counts.clear();
        deregistered.clear();
        repaired.clear();
    }

    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>(repaired);
        roles().forEach(role -> differences.addAll(of(role, Drift.State.STANDS)));
        return differences;
    }

    void repair() {
        roles().forEach(this::repair);
    }

    /** Undoes what was done to a role; whether anything was. */
    boolean repair(String role) {
        List<Difference> undone = of(role, Drift.State.REPAIRED);
        repaired.addAll(undone);
        counts.remove(role);
        deregistered.removeIf(replica -> replica.role.equals(role));
        return !undone.isEmpty();
    }

    private Set<String> roles() {
        Set<String> roles = new HashSet<>(counts.keySet());
        deregistered.forEach(replica -> roles.add(replica.role));
        return roles;
    }

    private List<Difference> of(String role, Drift.State state) {
        List<Difference> differences = new ArrayList<>();
        Count count = counts.get(role);
        if (count != null) {
            FieldChange field = new FieldChange(
                    "replicas.count",
                    Optional.of(Integer.toString(count.wanted())),
                    Optional.of(Integer.toString(count.made())));
            differences.add(new Difference("role", role, Optional.of(role), Optional.empty(), List.of(field), state));
        }
        deregistered.stream()
                .filter(replica -> replica.role.equals(role))
                .forEach(replica -> differences.add(new Difference(
                        "registration",
                        replica.name(),
                        Optional.of(role),
                        Optional.ofNullable(replica.host).map(host -> host.name),
                        List.of(Drift.deleted()),
                        state)));
        return differences;
    }
}
