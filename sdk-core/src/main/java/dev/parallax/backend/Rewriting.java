package dev.parallax.backend;

import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Definitions made out of those that were applied. */
final class Rewriting {
    private Rewriting() {}

    /** The definition of a revision. */
    static Application revision(Backend backend, String application, long number) {
        List<Revision> history = Deployed.history(backend, application);
        return history.stream()
                .filter(revision -> revision.number() == number)
                .findFirst()
                .map(Revision::definition)
                .orElseThrow(() -> new BackendException(backend.name() + ": application '" + application
                        + "' has no revision " + number + "; it has "
                        + history.stream()
                                .map(revision -> Long.toString(revision.number()))
                                .collect(Collectors.joining(", "))));
    }

    /** The present definition, with other counts of replicas. */
    static Application scaled(Backend backend, String application, Map<String, Integer> counts) {
        Application present = Deployed.definition(backend, application);
        Map<String, Role> roles = new LinkedHashMap<>(present.roles());
        counts.forEach((name, count) -> {
            Role role = roles.get(name);
            if (role == null) {
                throw new BackendException(backend.name() + ": application '" + application + "' has no role '" + name
                        + "'; it has " + String.join(", ", present.roles().keySet()));
            }
            ReplicaPolicy policy =
                    ReplicaPolicy.builder().from(role.replicas()).count(count).build();
            roles.put(name, Role.builder().from(role).replicas(policy).build());
        });
        return Application.builder().from(present).roles(roles).build();
    }

    /** The definition to go back to from a rollout that is under way; empty when none is. */
    static Optional<Application> abandoned(Backend backend, String application) {
        List<Revision> history = Deployed.history(backend, application);
        Revision current =
                history.stream().filter(Revision::current).findFirst().orElse(history.get(0));
        boolean complete = backend.observe(application)
                .filter(status -> status.revision() == current.number())
                .filter(status -> status.rollout().state() == RolloutState.COMPLETE)
                .isPresent();
        if (complete || current.reached().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(history.stream()
                .filter(revision -> revision.number() < current.number())
                .filter(revision -> revision.reached().isPresent())
                .findFirst()
                .map(Revision::definition)
                .orElseThrow(() -> new BackendException(backend.name() + ": no revision of application '" + application
                        + "' before " + current.number() + " was ever ready; there is none to go back to")));
    }
}
