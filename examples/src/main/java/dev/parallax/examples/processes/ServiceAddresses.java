package dev.parallax.examples.processes;

import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.model.ServicePort;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;

/** The services of an application: each has an address as long as it is wanted, and is listened for there. */
final class ServiceAddresses {
    private final Loopback loopback;
    private final ExecutorService threads;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<Endpoint, Forwarder> forwarders = new LinkedHashMap<>();

    private record Endpoint(String service, int port) {}

    ServiceAddresses(Loopback loopback, ExecutorService threads) {
        this.loopback = loopback;
        this.threads = threads;
    }

    /** The address of each, by name. */
    Map<String, String> byName() {
        return addresses;
    }

    /** Has all services of a definition listen, or none more than before: then a {@link BackendException}. */
    void open(Application application) {
        Map<Endpoint, Forwarder> opened = new LinkedHashMap<>();
        try {
            application.services().forEach((name, service) -> {
                String address = addresses.computeIfAbsent(name, key -> loopback.serviceAddress());
                service.ports().values().stream()
                        .map(port -> new Endpoint(name, port.port()))
                        .filter(endpoint -> !forwarders.containsKey(endpoint))
                        .forEach(endpoint -> opened.computeIfAbsent(
                                endpoint, key -> Forwarder.listen(address, key.port(), threads)));
            });
        } catch (BackendException e) {
            opened.values().forEach(Forwarder::close);
            throw e;
        }
        forwarders.putAll(opened);
    }

    /** Closes all that a definition does not have. */
    void retain(Application application) {
        addresses.keySet().retainAll(application.services().keySet());
        Set<Endpoint> wanted = new HashSet<>();
        application.services().forEach((name, service) -> service.ports()
                .values()
                .forEach(port -> wanted.add(new Endpoint(name, port.port()))));
        forwarders.forEach((endpoint, forwarder) -> {
            if (!wanted.contains(endpoint)) {
                forwarder.close();
            }
        });
        forwarders.keySet().retainAll(wanted);
    }

    /** Leads each port of a definition to what is ready behind it. */
    void lead(Application application, BiFunction<String, ServicePort, List<String>> ready) {
        application.services().forEach((name, service) -> service.ports()
                .values()
                .forEach(port -> Objects.requireNonNull(forwarders.get(new Endpoint(name, port.port())))
                        .lead(ready.apply(name, port))));
    }

    void close() {
        forwarders.values().forEach(Forwarder::close);
    }
}
