package dev.parallax.comparison.probe;

import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.model.Application;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Exposure;
import dev.parallax.model.Probe;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import java.util.Map;
import java.util.Optional;

/**
 * What of an application is measured: one port of one service ({@code portName}), asked at the service's own address ({@code port}) and at each replica of
 * the role behind it ({@code replicaPort}). Without a request a connection is enough. {@code exposure}: which of its addresses is asked.
 */
public record MeasuredService(
        String application,
        String service,
        Exposure exposure,
        String role,
        int wanted,
        String portName,
        int port,
        int replicaPort,
        Optional<Probe.Http> request) {
    /**
     * The first public service, or the first service when none is public; its first port; what the HTTP ready check asks of
     * the component behind that port.
     */
    public static MeasuredService of(Application application) {
        Map.Entry<String, Service> chosen = application.services().entrySet().stream()
                .filter(entry -> entry.getValue().role().isPresent()
                        && !entry.getValue().ports().isEmpty())
                .min((a, b) -> rank(a.getValue()) - rank(b.getValue()))
                .orElseThrow(() -> new IllegalArgumentException("application " + application.name()
                        + " has no service with a port, so nothing can be measured from outside; give it one"));
        Service service = chosen.getValue();
        Map.Entry<String, ServicePort> first =
                service.ports().entrySet().iterator().next();
        ServicePort port = first.getValue();
        String name = service.role().orElseThrow();
        Role role = application.roles().get(name);
        if (role == null) {
            throw new IllegalArgumentException("service " + chosen.getKey() + " names the unknown role " + name);
        }
        Component component = role.components().values().stream()
                .filter(candidate -> candidate.ports().containsKey(port.target()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no component of role " + name + " has the port "
                        + port.target() + " of service " + chosen.getKey()));
        Integer replicaPort = component.ports().get(port.target());
        return new MeasuredService(
                application.name(),
                chosen.getKey(),
                service.exposure(),
                name,
                role.replicas().count(),
                first.getKey(),
                port.port(),
                replicaPort == null ? port.port() : replicaPort,
                request(component, port.target()));
    }

    /** Where it is asked, as soon as it has that address. */
    public Optional<String> address(ServiceStatus live) {
        return address(exposure, live);
    }

    /**
     * A public service is asked at its public address or not at all: an internal one may lead nowhere from here, or to a stranger who answers.
     */
    public static Optional<String> address(Exposure exposure, ServiceStatus live) {
        return exposure == Exposure.PUBLIC ? live.publicAddress() : live.address();
    }

    private static int rank(Service service) {
        return service.exposure() == Exposure.PUBLIC ? 0 : 1;
    }

    private static Optional<Probe.Http> request(Component component, String port) {
        return component
                .checks()
                .ready()
                .map(Check::probe)
                .filter(Probe.Http.class::isInstance)
                .map(Probe.Http.class::cast)
                .filter(http -> http.port().equals(port));
    }
}
