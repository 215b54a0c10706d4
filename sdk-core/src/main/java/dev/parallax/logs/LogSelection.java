package dev.parallax.logs;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.LogQuery;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.selection.Selection;
import java.util.ArrayList;
import java.util.List;

/** Which components of which replicas a query is about. */
final class LogSelection {
    private final Selection selection;
    private final Application definition;

    LogSelection(LogQuery query, Application definition) {
        this.selection = new Selection(query.role(), query.replica(), query.component());
        this.definition = definition;
    }

    /** Refuses a role, a replica or a component that is not there. */
    void check(ApplicationStatus status) {
        selection.check(definition, status);
    }

    /** In the definition's order, and by the names of replicas. Those without a host have written nothing. */
    List<LogTarget> targets(ApplicationStatus status) {
        List<LogTarget> targets = new ArrayList<>();
        definition.roles().forEach((name, role) -> {
            RoleStatus found = status.roles().get(name);
            if (selection.has(name) && found != null) {
                found.replicas().stream()
                        .filter(replica -> replica.state() != ReplicaState.PENDING)
                        .filter(replica -> selection.has(name, replica.name()))
                        .forEach(replica -> components(name, role, replica, targets));
            }
        });
        return targets;
    }

    private void components(String name, Role role, ReplicaStatus replica, List<LogTarget> targets) {
        role.components().keySet().stream()
                .filter(component -> selection.has(name, replica.name(), component))
                .forEach(component -> targets.add(new LogTarget(name, replica.name(), component, replica.host())));
    }
}
