package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.plan.Part;
import java.util.ArrayList;
import java.util.List;

/** Names what an application still lacks. */
final class Missing {
    private Missing() {}

    /** {@code unfinished}: parts that the rollout still waits for, whatever the status says of them. */
    static String of(ApplicationStatus status, List<Part> unfinished) {
        List<String> missing = new ArrayList<>();
        status.steps().forEach((name, step) -> {
            if (step.state() != StepState.SUCCEEDED) {
                missing.add("step " + name + " is " + step.state()
                        + step.lastError().map(error -> " (" + error + ")").orElse(""));
            }
        });
        status.roles().keySet().forEach(name -> {
            String role = ofRole(status, name);
            if (!role.isEmpty()) {
                missing.add("role " + name + ": " + role);
            }
        });
        unfinished.stream()
                .filter(part -> part.kind() == Part.Kind.ROLE)
                .filter(part -> ofRole(status, part.name()).isEmpty())
                .forEach(part -> missing.add(part + ": not all replicas are of this version"));
        return missing.isEmpty() ? "the cluster has not settled" : String.join("; ", missing);
    }

    /** Empty when the role has its wanted replicas, ready. */
    static String ofRole(ApplicationStatus status, String name) {
        RoleStatus role = status.roles().get(name);
        if (role == null || role.ready() == role.wanted()) {
            return "";
        }
        StringBuilder text = new StringBuilder("ready " + role.ready() + " of " + role.wanted());
        role.replicas().stream()
                .filter(replica -> replica.state() != ReplicaState.READY)
                .forEach(replica -> {
                    text.append("; ").append(replica.name()).append(" is ").append(replica.state());
                    replica.lastError()
                            .ifPresent(error -> text.append(" (").append(error).append(")"));
                });
        return text.toString();
    }
}
