package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import java.util.ArrayList;
import java.util.List;

/** Names what an application still lacks. */
final class Missing {
    private Missing() {}

    static String of(ApplicationStatus status) {
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
        return missing.isEmpty() ? "replicas of an earlier version remain" : String.join("; ", missing);
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
