package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.secret.SecretValue;
import java.util.Map;
import java.util.stream.Stream;

/** One replica as the Puppet module takes it. */
public final class ReplicaData {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(Storage.class, "path", "keep")
            .approximated("a directory of the host's disk, which nothing keeps to a size", Storage.class, "size")
            .build();

    private final Application application;
    private final Map<String, SecretValue> secrets;
    private final Map<String, VirtualAddress> addresses;

    /** {@code addresses}: those of the application's services, by name. */
    public ReplicaData(
            Application application, Map<String, SecretValue> secrets, Map<String, VirtualAddress> addresses) {
        this.application = application;
        this.secrets = secrets;
        this.addresses = addresses;
    }

    /** The data of a replica, with what it registers in Consul. */
    public ObjectNode of(String roleName, String replica, Host host) {
        Role role = application.roles().get(roleName);
        if (role == null) {
            throw new IllegalStateException("application " + application.name() + " has no role " + roleName);
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("application", application.name())
                .put("version", application.version())
                .put("role", roleName)
                .put("replica", replica);
        storage(data.putObject("storage"), role);
        ObjectNode components = data.putObject("components");
        ComponentData component = new ComponentData(application, secrets, addresses);
        role.components().forEach((name, definition) -> {
            ObjectNode target = components.putObject(name);
            component.write(target, definition, host.address(), replica);
            definition.ports().values().stream().sorted().forEach(target.putArray("ports")::add);
            definition
                    .checks()
                    .alive()
                    .ifPresent(check -> CheckData.write(target.putObject("alive"), name, definition, check));
            definition
                    .checks()
                    .started()
                    .ifPresent(check -> CheckData.write(target.putObject("started"), name, definition, check));
        });
        registrations(data.putObject("registrations"), roleName, role);
        return data;
    }

    private static void storage(ObjectNode target, Role role) {
        String owner = role.components().values().stream()
                .findFirst()
                .map(ComponentData::user)
                .orElse("root");
        role.storage().forEach((name, storage) -> target.putObject(name)
                .put("path", storage.path())
                .put("size_bytes", storage.size().bytes())
                .put("keep", storage.keep())
                .put("owner", owner));
    }

    private void registrations(ObjectNode target, String roleName, Role role) {
        registration(target, ConsulNames.role(application.name(), roleName), portOf(roleName, role), role);
        application.services().forEach((serviceName, service) -> {
            if (service.role().filter(roleName::equals).isPresent()) {
                service.ports()
                        .forEach((portName, port) -> registration(
                                target,
                                ConsulNames.service(application.name(), serviceName, portName),
                                portOf(role, port.target()),
                                role));
            }
        });
    }

    private static void registration(ObjectNode target, String consulService, int port, Role role) {
        ObjectNode registration = target.putObject(consulService).put("port", port);
        var checks = registration.putArray("checks");
        role.components()
                .forEach((name, component) -> component.checks().ready().ifPresent(check -> {
                    ObjectNode data = checks.addObject().put("name", name + " ready");
                    CheckData.write(data, name, component, check);
                }));
    }

    /** One at which others reach the replica: that of a service, or that a check asks; 0, which says none, where neither names one. */
    private int portOf(String roleName, Role role) {
        Stream<Integer> served = application.services().values().stream()
                .filter(service -> service.role().filter(roleName::equals).isPresent())
                .flatMap(service -> service.ports().values().stream())
                .map(port -> portOf(role, port.target()));
        Stream<Integer> asked = role.components().values().stream()
                .flatMap(component ->
                        component.checks().ready().flatMap(check -> CheckData.port(component, check)).stream());
        return Stream.concat(served, asked).findFirst().orElse(0);
    }

    static int portOf(Role role, String name) {
        return role.components().values().stream()
                .map(Component::ports)
                .filter(ports -> ports.containsKey(name))
                .map(ports -> ports.get(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no component has a port '" + name + "'"));
    }
}
