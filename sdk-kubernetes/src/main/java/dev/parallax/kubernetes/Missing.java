package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.plan.Part;
import java.util.ArrayList;
import java.util.List;

/** Names what an application still lacks. */
final class Missing {
    private static final String WAITS = " waits for what it requires";

    private Missing() {}

    /** {@code unfinished}: parts that the rollout still waits for, whatever the status says of them. */
    static String of(ApplicationStatus status, List<Part> unfinished) {
        List<String> missing = new ArrayList<>(status.missing());
        unfinished.forEach(part -> {
            switch (part.kind()) {
                case SERVICE -> missing.add(part + " does not list the replicas that are ready, or others");
                case STEP -> {
                    if (!status.steps().containsKey(part.name())) {
                        missing.add(part + WAITS);
                    }
                }
                case ROLE -> {
                    if (!status.roles().containsKey(part.name())) {
                        missing.add(part + WAITS);
                    } else if (status.missing(part.name()).isEmpty()) {
                        missing.add(part + ": not all replicas are of this version");
                    }
                }
            }
        });
        return missing.isEmpty() ? "the cluster has not settled" : String.join("; ", missing);
    }
}
