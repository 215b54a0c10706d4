package dev.parallax.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rollouts that this process sees to, the last one of each application. */
final class OwnRollouts {
    private final Map<String, KubernetesRollout> rollouts = new HashMap<>();

    /** Puts one in the place of an earlier one, which ends where it is. */
    void begin(KubernetesRollout rollout) {
        abandon(rollout.application(), "superseded by revision " + rollout.revision());
        rollout.begin();
        synchronized (rollouts) {
            rollouts.put(rollout.application(), rollout);
        }
    }

    void abandon(String application, String reason) {
        KubernetesRollout earlier;
        synchronized (rollouts) {
            earlier = rollouts.remove(application);
        }
        if (earlier != null) {
            earlier.abandon(reason);
        }
    }

    /** That of a revision, if it has not ended. */
    Optional<KubernetesRollout> underWay(String application, long revision) {
        synchronized (rollouts) {
            return Optional.ofNullable(rollouts.get(application))
                    .filter(rollout -> !rollout.isOver() && rollout.revision() == revision);
        }
    }
}
