package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import dev.parallax.model.Provider;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.puppetconsul.state.VirtualAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One service as the Puppet module takes it: the same on every host. */
final class ServiceData {
    /** Balancers have room for so many servers more at a time, for they are reloaded when it changes. */
    private static final int STEP = 8;

    private final Collection<Deployment> deployments;
    private final Application application;

    /** {@code application}: the revision that says what the service is, of one of the deployments. */
    ServiceData(Collection<Deployment> deployments, Application application) {
        this.deployments = deployments;
        this.application = application;
    }

    void write(ObjectNode target, String name, VirtualAddress address) {
        Service service = Objects.requireNonNull(application.services().get(name), name);
        target.put("application", application.name()).put("name", name).put("address", address.address());
        address.publicAddress().ifPresent(outside -> target.put("public_address", outside));
        Answering answering = answering(new Provider(application.name(), name));
        answering.replicas().ifPresent(replicas -> target.put("servers", replicas.servers()));
        List<String> external = answering.service().map(Service::external).orElse(List.of());
        if (!external.isEmpty()) {
            external.forEach(target.putArray("external")::add);
        }
        ObjectNode ports = target.putObject("ports");
        service.ports().forEach((portName, port) -> {
            Provider named = answering.named();
            ObjectNode data = ports.putObject(portName)
                    .put("port", port.port())
                    .put("consul_service", ConsulNames.service(named.application(), named.service(), portName));
            data.set("check", answering.check(portName));
        });
    }

    /** Whose service it is in the end, by way of what other applications say of theirs, as far as they are there. */
    private Answering answering(Provider first) {
        Set<Provider> seen = new HashSet<>();
        Answering answering = of(first);
        Optional<Provider> next = answering.service().flatMap(Service::provider);
        while (next.isPresent() && seen.add(next.get())) {
            answering = of(next.get());
            next = answering.service().flatMap(Service::provider);
        }
        return answering;
    }

    private Answering of(Provider named) {
        return new Answering(
                named,
                deployments.stream()
                        .filter(deployment -> deployment.wanted().name().equals(named.application()))
                        .findFirst());
    }

    /** A service, and the deployment of its application where that is there. */
    private record Answering(Provider named, Optional<Deployment> deployment) {
        Optional<Service> service() {
            return deployment.map(found -> found.owners().get(named.service())).map(owner -> owner.services()
                    .get(named.service()));
        }

        Optional<Replicas> replicas() {
            return service().flatMap(Service::role).map(role -> new Replicas(deployment.orElseThrow(), role));
        }

        ObjectNode check(String port) {
            Optional<String> target =
                    service().map(service -> service.ports().get(port)).map(ServicePort::target);
            return replicas().flatMap(replicas -> target.map(replicas::check)).orElseGet(ServiceData::tcp);
        }
    }

    /** The role that answers for a service. */
    private record Replicas(Deployment deployment, String role) {
        /** For how many ready replicas the balancer has to have room. */
        int servers() {
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
        ObjectNode check(String port) {
            List<ObjectNode> checks = deployment.carriedBy(role).stream()
                    .map(carried -> ServiceData.check(carried.roles().get(role), port))
                    .distinct()
                    .toList();
            return checks.size() == 1 ? checks.get(0) : tcp();
        }
    }

    private static ObjectNode check(@org.jspecify.annotations.Nullable Role role, String port) {
        if (role != null) {
            for (Component component : role.components().values()) {
                var probe = component.checks().ready().map(check -> check.probe());
                if (probe.isPresent()
                        && probe.get() instanceof Probe.Http http
                        && http.port().equals(port)) {
                    return CheckData.question(JsonNodeFactory.instance.objectNode(), http);
                }
            }
        }
        return tcp();
    }

    private static ObjectNode tcp() {
        return JsonNodeFactory.instance.objectNode().put("type", "tcp");
    }
}
