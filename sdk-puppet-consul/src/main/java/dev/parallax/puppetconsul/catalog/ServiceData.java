package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.puppetconsul.state.VirtualAddress;
import java.util.List;
import java.util.Objects;

/** One service as the Puppet module takes it: the same on every host. */
final class ServiceData {
    /** Balancers have room for so many servers more at a time, for they are reloaded when it changes. */
    private static final int STEP = 8;

    private final Deployment deployment;
    private final Application application;

    /** {@code application}: the revision that says what the service is. */
    ServiceData(Deployment deployment, Application application) {
        this.deployment = deployment;
        this.application = application;
    }

    void write(ObjectNode target, String name, VirtualAddress address) {
        Service service = Objects.requireNonNull(application.services().get(name), name);
        target.put("application", application.name()).put("name", name).put("address", address.address());
        address.publicAddress().ifPresent(outside -> target.put("public_address", outside));
        service.role().ifPresent(role -> target.put("servers", servers(role)));
        if (!service.external().isEmpty()) {
            service.external().forEach(target.putArray("external")::add);
        }
        ObjectNode ports = target.putObject("ports");
        service.ports().forEach((portName, port) -> {
            ObjectNode data = ports.putObject(portName)
                    .put("port", port.port())
                    .put("consul_service", ConsulNames.service(application.name(), name, portName));
            data.set(
                    "check",
                    service.role().map(role -> check(role, port.target())).orElseGet(ServiceData::tcp));
        });
    }

    /** For how many ready replicas the balancer has to have room. */
    private int servers(String role) {
        int most = deployment.carriedBy(role).stream()
                .map(carried -> carried.roles().get(role))
                .filter(Objects::nonNull)
                .map(Role::replicas)
                .mapToInt(replicas -> replicas.count() + replicas.update().maxSurge())
                .max()
                .orElse(1);
        return (Math.max(1, most) + STEP - 1) / STEP * STEP;
    }

    /**
     * What the balancer itself asks a server: the readiness check of the component, where it is one of this port, and the same for
     * all revisions that replicas are at; while they differ, only whether the port is open.
     */
    private ObjectNode check(String role, String port) {
        List<ObjectNode> checks = deployment.carriedBy(role).stream()
                .map(carried -> check(carried.roles().get(role), port))
                .distinct()
                .toList();
        return checks.size() == 1 ? checks.get(0) : tcp();
    }

    private static ObjectNode check(@org.jspecify.annotations.Nullable Role role, String port) {
        if (role != null) {
            for (Component component : role.components().values()) {
                var probe = component.checks().ready().map(check -> check.probe());
                if (probe.isPresent()
                        && probe.get() instanceof Probe.Http http
                        && http.port().equals(port)) {
                    return JsonNodeFactory.instance
                            .objectNode()
                            .put("type", "http")
                            .put("path", http.path());
                }
            }
        }
        return tcp();
    }

    private static ObjectNode tcp() {
        return JsonNodeFactory.instance.objectNode().put("type", "tcp");
    }
}
