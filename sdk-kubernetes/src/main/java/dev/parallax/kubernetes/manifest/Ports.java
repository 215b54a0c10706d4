package dev.parallax.kubernetes.manifest;

import dev.parallax.model.Component;
import dev.parallax.model.Role;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Named ports. Kubernetes allows 15 characters in a container port's name; a port with a longer one goes by its number. */
final class Ports {
    private static final Pattern NAME = Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

    private Ports() {}

    static List<ContainerPort> of(Component component) {
        return component.ports().entrySet().stream().map(Ports::port).toList();
    }

    static IntOrString reference(Component component, String name) {
        Integer number = component.ports().get(name);
        if (number == null) {
            throw new IllegalArgumentException("no port '" + name + "' in the component");
        }
        return NAME.matcher(name).matches() ? new IntOrString(name) : new IntOrString(number);
    }

    /** The port that a service's target names in any component of the role. */
    static IntOrString reference(Role role, String name) {
        return role.components().values().stream()
                .filter(component -> component.ports().containsKey(name))
                .findFirst()
                .map(component -> reference(component, name))
                .orElseThrow(() -> new IllegalArgumentException("no port '" + name + "' in the role"));
    }

    private static ContainerPort port(Map.Entry<String, Integer> port) {
        ContainerPortBuilder built =
                new ContainerPortBuilder().withContainerPort(port.getValue()).withProtocol("TCP");
        return NAME.matcher(port.getKey()).matches()
                ? built.withName(port.getKey()).build()
                : built.build();
    }
}
