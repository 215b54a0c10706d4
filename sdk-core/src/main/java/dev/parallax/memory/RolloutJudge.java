package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Revision;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Role;
import dev.parallax.plan.FailurePolicy;
import dev.parallax.plan.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a rollout has failed: a step is out of retries, or no replica of what is wanted of a role has come any further for as long
 * as the role's deadline. One that was all ready once, or is paused, does not fail.
 */
final class RolloutJudge {
    private RolloutJudge() {}

    /** Why, and at which part. */
    record Failure(String reason, Part part) {}

    static Optional<Failure> failure(Deployment deployment, long now) {
        if (isNotJudged(deployment)) {
            return Optional.empty();
        }
        for (String step : deployment.application.steps().keySet()) {
            if (deployment.step(step).state == StepState.FAILED) {
                return Optional.of(new Failure("step '" + step + "' failed and has no retries left", Part.step(step)));
            }
        }
        for (Map.Entry<String, Role> role : deployment.application.roles().entrySet()) {
            Duration left = left(deployment, role.getKey(), role.getValue(), now);
            if (left != null && (left.isNegative() || left.isZero())) {
                return Optional.of(new Failure(
                        "role " + role.getKey() + " is not ready at version " + deployment.application.version()
                                + " after " + deadline(role.getValue()).toSeconds() + " s without progress"
                                + complaint(deployment, role.getKey()),
                        Part.role(role.getKey())));
            }
        }
        return Optional.empty();
    }

    /** When the next deadline passes, if one runs. */
    static Optional<Duration> nextDeadline(Deployment deployment, long now) {
        return isNotJudged(deployment)
                ? Optional.empty()
                : deployment.application.roles().entrySet().stream()
                        .map(role -> left(deployment, role.getKey(), role.getValue(), now))
                        .filter(Objects::nonNull)
                        .filter(left -> !left.isNegative() && !left.isZero())
                        .min(Duration::compareTo);
    }

    /** The revision to go back to by itself; none where the policy does not ask for it, or this is the way back already. */
    static Optional<Revision> wayBack(Deployment deployment, Failure failure) {
        boolean asked = FailurePolicy.of(deployment.application, failure.part()) == OnFailure.ROLLBACK;
        return asked && deployment.history.getFirst().reason().isEmpty()
                ? deployment.history.stream()
                        .filter(revision -> revision.reached().isPresent())
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isNotJudged(Deployment deployment) {
        return deployment.deleting
                || deployment.paused
                || deployment.history.getFirst().reached().isPresent();
    }

    private static @Nullable Duration left(Deployment deployment, String name, Role role, long now) {
        List<SimulatedReplica> current = deployment.replicasOf(name).stream()
                .filter(deployment::isCurrent)
                .toList();
        long ready = current.stream()
                .filter(replica -> replica.is(ReplicaState.READY))
                .count();
        if (current.isEmpty() || ready >= role.replicas().count()) {
            return null;
        }
        long progress =
                current.stream().mapToLong(replica -> replica.since).max().orElse(0);
        return deadline(role).minusNanos(now - Math.max(progress, deployment.since));
    }

    private static Duration deadline(Role role) {
        return role.replicas().update().deadline();
    }

    private static String complaint(Deployment deployment, String role) {
        return deployment.replicasOf(role).stream()
                .map(replica -> replica.lastError)
                .filter(Objects::nonNull)
                .findFirst()
                .map(error -> ": " + error)
                .orElse("");
    }
}
