package dev.parallax.plan;

import dev.parallax.model.Application;
import dev.parallax.model.OnFailure;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a rollout that failed at a part of an application, by the policies of its roles. */
public final class FailurePolicy {
    private FailurePolicy() {}

    /**
     * For a role its own policy, for a service that of the role behind it. A step has none: back, if a role that waits for the step,
     * directly or through others, asks for that.
     */
    public static OnFailure of(Application application, Part part) {
        return switch (part.kind()) {
            case ROLE -> of(application.roles().get(part.name()));
            case SERVICE -> {
                Service service = application.services().get(part.name());
                yield service == null
                        ? OnFailure.HALT
                        : service.role()
                                .map(role -> of(application.roles().get(role)))
                                .orElse(OnFailure.HALT);
            }
            case STEP ->
                waiting(application, part).stream()
                                .filter(waits -> waits.kind() == Part.Kind.ROLE)
                                .anyMatch(role -> of(application.roles().get(role.name())) == OnFailure.ROLLBACK)
                        ? OnFailure.ROLLBACK
                        : OnFailure.HALT;
        };
    }

    private static OnFailure of(@Nullable Role role) {
        return role == null ? OnFailure.HALT : role.replicas().update().onFailure();
    }

    /** Those that wait for a part, directly or through others. */
    private static Set<Part> waiting(Application application, Part part) {
        Map<Part, Set<Part>> requirements = Waves.requirements(application);
        Set<Part> waiting = new LinkedHashSet<>();
        Deque<Part> next = new ArrayDeque<>(List.of(part));
        while (!next.isEmpty()) {
            Part awaited = next.remove();
            requirements.forEach((each, required) -> {
                if (required.contains(awaited) && waiting.add(each)) {
                    next.add(each);
                }
            });
        }
        return waiting;
    }
}
