package dev.parallax.puppetconsul.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the controller has to say about an application: the phase of the rollout, why it failed if it did, what cannot be placed and
 * why, what is waited for, and the last revision that was wholly ready.
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
        Optional<Long> goodRevision) {
    public ControllerStatus {
        refusals = List.copyOf(refusals);
        waiting = List.copyOf(waiting);
    }

    /** Replicas of a role. */
    public record RoleCount(int wanted, int placed, int started, int ready) {}
}
