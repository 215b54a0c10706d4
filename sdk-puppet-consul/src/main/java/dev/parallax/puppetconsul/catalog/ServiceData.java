package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.puppetconsul.state.VirtualAddress;

/** One service as the Puppet module takes it: the same on every host. */
final class ServiceData {
    private ServiceData() {}

    static void write(
            ObjectNode target, Application application, String name, Service service, VirtualAddress address) {
        target.put("application", application.name()).put("name", name).put("address", address.address());
        address.publicAddress().ifPresent(outside -> target.put("public_address", outside));
        ObjectNode ports = target.putObject("ports");
        Role role = application.roles().get(service.role());
        service.ports().forEach((portName, port) -> {
            ObjectNode data = ports.putObject(portName)
                    .put("port", port.port())
                    .put("consul_service", ConsulNames.service(application.name(), name, portName));
            check(data.putObject("check"), role, port.target());
        });
    }

    /** What the balancer itself asks a server: the readiness check of the component, where it is one of this port. */
    private static void check(ObjectNode target, @org.jspecify.annotations.Nullable Role role, String portName) {
        if (role != null) {
            for (Component component : role.components().values()) {
                var probe = component.checks().ready().map(check -> check.probe());
                if (probe.isPresent()
                        && probe.get() instanceof Probe.Http http
                        && http.port().equals(portName)) {
                    target.put("type", "http").put("path", http.path());
                    return;
                }
            }
        }
        target.put("type", "tcp");
    }
}
