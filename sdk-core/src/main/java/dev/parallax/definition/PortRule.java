package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import java.util.HashMap;
import java.util.Map;

/** A port has one owner: within a role, for its components share an address, and within a service. */
final class PortRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        application.roles().forEach((name, role) -> role(role, DocumentPath.ROOT.child("roles", name), findings));
        application
                .services()
                .forEach((name, service) -> service(service, DocumentPath.ROOT.child("services", name), findings));
    }

    private static void role(Role role, DocumentPath path, Findings findings) {
        Map<Integer, String> owners = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, Component> component : role.components().entrySet()) {
            component.getValue().ports().forEach((name, port) -> {
                DocumentPath place = path.child("components", component.getKey(), "ports", name);
                inRange(port, place, findings);
                Names.PORT.check(name, place, findings);
                String owner = owners.putIfAbsent(port, component.getKey() + "." + name);
                findings.addUnless(
                        owner == null, place, "port " + port + " is already that of " + owner, "choose another port");
                String namesake = names.putIfAbsent(name, component.getKey());
                findings.addUnless(
                        namesake == null || namesake.equals(component.getKey()),
                        place,
                        "component '" + namesake + "' has a port of this name too",
                        "choose another name: services name a port of a role by it");
            });
        }
    }

    private static void service(Service service, DocumentPath path, Findings findings) {
        DocumentPath ports = path.child("ports");
        if (service.ports().isEmpty() && findings.keys(ports).isEmpty()) {
            findings.addEmpty(ports, "write at least one port");
        }
        Map<Integer, String> owners = new HashMap<>();
        service.ports().forEach((name, port) -> {
            DocumentPath place = ports.child(name);
            inRange(port.port(), place, findings);
            if (findings.isCertain(place.child("port"))) {
                String owner = owners.putIfAbsent(port.port(), name);
                findings.addUnless(
                        owner == null,
                        findings.nearest(place, "port"),
                        "port " + port.port() + " is already that of '" + owner + "'",
                        "choose another port");
            }
        });
    }

    private static void inRange(int port, DocumentPath path, Findings findings) {
        findings.addUnless(
                port >= 1 && port <= ServiceForm.HIGHEST_PORT,
                path,
                "is " + port,
                "write a whole number from 1 to " + ServiceForm.HIGHEST_PORT);
    }
}
