package dev.parallax.selection;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.definition.Suggestions;
import dev.parallax.model.Application;
import dev.parallax.model.Service;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of an application: of everything, unless a role, a replica by the name that {@link
 * dev.parallax.backend.Backend#observe} has for it, or a component is named.
 */
public record Selection(Optional<String> role, Optional<String> replica, Optional<String> component) {
    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    /** Refuses a role, a replica or a component that is not there, with a {@link BackendException} that says which there are. */
    public void check(Application definition, ApplicationStatus status) {
        role.ifPresent(
                name -> require(definition, "role", name, definition.roles().keySet()));
        replica.ifPresent(name -> require(definition, "replica", name, replicas(status)));
        component.ifPresent(name -> require(definition, "component", name, components(definition)));
    }

    private void require(Application definition, String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            String place = what.equals("role")
                    ? ""
                    : role.map(in -> " in role '" + in + "'").orElse("");
            throw new BackendException("application '" + definition.name() + "' has no " + what + " '" + name + "'"
                    + place + (known.isEmpty() ? "" : "; " + Suggestions.orList(name, known, what)));
        }
    }

    private Set<String> replicas(ApplicationStatus status) {
        Set<String> names = new TreeSet<>();
        status.roles().forEach((name, found) -> {
            if (has(name)) {
                found.replicas().forEach(present -> names.add(present.name()));
            }
        });
        return names;
    }

    private Set<String> components(Application definition) {
        Set<String> names = new TreeSet<>();
        definition.roles().forEach((name, found) -> {
            if (has(name)) {
                names.addAll(found.components().keySet());
            }
        });
        return names;
    }

    /** Whether it is of this role, or of all. */
    public boolean has(String ofRole) {
        return role.isEmpty() || role.get().equals(ofRole);
    }

    /** Whether it is of this replica. */
    public boolean has(String ofRole, String ofReplica) {
        return has(ofRole) && (replica.isEmpty() || replica.get().equals(ofReplica));
    }

    /** Whether it is of this component of a replica. */
    public boolean has(String ofRole, String ofReplica, String ofComponent) {
        return has(ofRole, ofReplica) && (component.isEmpty() || component.get().equals(ofComponent));
    }

    /** Whether this is what happened to it. What happened to a role is of the role, and of none of its replicas. */
    public boolean has(ApplicationEvent event) {
        if (role.isEmpty() && replica.isEmpty()) {
            return true;
        }
        String[] object = event.object().split("/", 2);
        return object.length == 2
                ? has(object[0], object[1])
                : replica.isEmpty() && role.isPresent() && event.object().equals("role " + role.get());
    }

    /**
     * What a state says of it: the replicas, with how many the whole role has, and the services in front of the role. Steps are of the
     * application as a whole.
     */
    public ApplicationStatus of(ApplicationStatus status, Application definition) {
        if (role.isEmpty() && replica.isEmpty()) {
            return status;
        }
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        status.roles().forEach((name, found) -> {
            if (has(name)) {
                roles.put(name, only(name, found));
            }
        });
        Map<String, ServiceStatus> services = new LinkedHashMap<>();
        status.services().forEach((name, found) -> {
            if (Optional.ofNullable(definition.services().get(name))
                    .flatMap(Service::role)
                    .filter(roles::containsKey)
                    .isPresent()) {
                services.put(name, found);
            }
        });
        return new ApplicationStatus(
                status.application(),
                status.version(),
                status.revision(),
                roles,
                services,
                Map.of(),
                status.deleting(),
                status.rollout());
    }

    private RoleStatus only(String name, RoleStatus found) {
        return new RoleStatus(
                found.wanted(),
                found.placed(),
                found.started(),
                found.ready(),
                found.replicas().stream()
                        .filter(present -> has(name, present.name()))
                        .toList());
    }
}
