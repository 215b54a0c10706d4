package dev.parallax.puppetconsul.state;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the controller has to say about an application: the phase of the rollout, why it failed if it did, what cannot be placed and
 * why, what is waited for, and the last revision that was wholly ready. {@code hostless}: since when no host takes a step, or any
 * replica of a role.
 */
public record ControllerStatus(
        long revision,
        String version,
        String phase,
        Optional<String> failure,
        List<String> refusals,
        List<String> waiting,
        Map<String, RoleCount> roles,
        Map<String, String> steps,
        Optional<Long> goodRevision,
        Map<String, Instant> hostless) {
    public ControllerStatus {
        refusals = List.copyOf(refusals);
        waiting = List.copyOf(waiting);
        hostless = hostless == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(hostless));
    }

    /** One of an application whose steps and roles have their hosts. */
    public ControllerStatus(
            long revision,
            String version,
            String phase,
            Optional<String> failure,
            List<String> refusals,
            List<String> waiting,
            Map<String, RoleCount> roles,
            Map<String, String> steps,
            Optional<Long> goodRevision) {
        this(revision, version, phase, failure, refusals, waiting, roles, steps, goodRevision, Map.of());
    }

    /** Replicas of a role. */
    public record RoleCount(int wanted, int placed, int started, int ready) {}
}
