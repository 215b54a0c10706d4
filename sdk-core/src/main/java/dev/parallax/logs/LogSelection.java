package dev.parallax.logs;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.LogQuery;
import dev.parallax.definition.Suggestions;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which components of which replicas a query is about. */
final class LogSelection {
    private final LogQuery query;
    private final Application definition;

    LogSelection(LogQuery query, Application definition) {
        this.query = query;
        this.definition = definition;
    }

    /** Refuses a role, a replica or a component that is not there. */
    void check(ApplicationStatus status) {
        query.role().ifPresent(role -> require("role", role, definition.roles().keySet()));
        query.replica().ifPresent(replica -> require("replica", replica, replicas(status)));
        query.component().ifPresent(component -> require("component", component, components()));
    }

    private void require(String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            String place = what.equals("role")
                    ? ""
                    : query.role().map(role -> " in role '" + role + "'").orElse("");
            throw new BackendException("application '" + query.application() + "' has no " + what + " '" + name + "'"
                    + place + (known.isEmpty() ? "" : "; " + Suggestions.orList(name, known, what)));
        }
    }

    private Set<String> replicas(ApplicationStatus status) {
        Set<String> names = new TreeSet<>();
        status.roles().forEach((name, role) -> {
            if (isAsked(name)) {
                role.replicas().forEach(replica -> names.add(replica.name()));
            }
        });
        return names;
    }

    private Set<String> components() {
        Set<String> names = new TreeSet<>();
        definition.roles().forEach((name, role) -> {
            if (isAsked(name)) {
                names.addAll(role.components().keySet());
            }
        });
        return names;
    }

    private boolean isAsked(String role) {
        return query.role().isEmpty() || query.role().get().equals(role);
    }

    /** In the definition's order, and by the names of replicas. Those without a host have written nothing. */
    List<LogTarget> targets(ApplicationStatus status) {
        List<LogTarget> targets = new ArrayList<>();
        definition.roles().forEach((name, role) -> {
            RoleStatus found = status.roles().get(name);
            if (isAsked(name) && found != null) {
                found.replicas().stream()
                        .filter(replica -> replica.state() != ReplicaState.PENDING)
                        .filter(replica -> query.replica().isEmpty()
                                || query.replica().get().equals(replica.name()))
                        .forEach(replica -> components(name, role, replica, targets));
            }
        });
        return targets;
    }

    private void components(String name, Role role, ReplicaStatus replica, List<LogTarget> targets) {
        role.components().keySet().stream()
                .filter(component ->
                        query.component().isEmpty() || query.component().get().equals(component))
                .forEach(component -> targets.add(new LogTarget(name, replica.name(), component, replica.host())));
    }
}
