package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.plan.Part;
import java.util.ArrayList;
import java.util.List;

/** Names what an application still lacks. */
final class Missing {
    private Missing() {}

    /** {@code unfinished}: parts that the rollout still waits for, whatever the status says of them. */
    static String of(ApplicationStatus status, List<Part> unfinished) {
        List<String> missing = new ArrayList<>(status.missing());
        unfinished.forEach(part -> {
            boolean known = part.kind() == Part.Kind.ROLE
                    ? status.roles().containsKey(part.name())
                    : status.steps().containsKey(part.name());
            if (!known) {
                missing.add(part + " waits for what it requires");
            } else if (part.kind() == Part.Kind.ROLE
                    && status.missing(part.name()).isEmpty()) {
                missing.add(part + ": not all replicas are of this version");
            }
        });
        return missing.isEmpty() ? "the cluster has not settled" : String.join("; ", missing);
    }
}
