package dev.parallax.kubernetes.manifest;

import dev.parallax.model.Component;
import dev.parallax.model.Role;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;

/** Ports by name: probes and services refer to a container's port by the name the definition gives it. */
final class Ports {
    private Ports() {}

    static List<ContainerPort> of(Component component) {
        return component.ports().entrySet().stream()
                .map(port -> new ContainerPortBuilder()
                        .withName(port.getKey())
                        .withContainerPort(port.getValue())
                        .withProtocol("TCP")
                        .build())
                .toList();
    }

    static IntOrString reference(Component component, String name) {
        if (!component.ports().containsKey(name)) {
            throw new IllegalArgumentException("no port '" + name + "' in the component");
        }
        return new IntOrString(name);
    }

    /** The port that a service's target names in any component of the role. */
    static IntOrString reference(Role role, String name) {
        return role.components().values().stream()
                .filter(component -> component.ports().containsKey(name))
                .findFirst()
                .map(component -> reference(component, name))
                .orElseThrow(() -> new IllegalArgumentException("no port '" + name + "' in the role"));
    }
}
