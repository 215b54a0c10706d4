package dev.parallax.plan;

import dev.parallax.model.Application;
import dev.parallax.model.Service;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The environment variables through which a process finds a service: the names, order and values Kubernetes gives its
 * containers, so that a program sees the same wherever it runs. Order of ports is that of the definition; the first one is the
 * service's {@code _SERVICE_PORT} and {@code _PORT}.
 */
public final class ServiceVariables {
    private ServiceVariables() {}

    /** The variables of one service at one address, in order. */
    public static Map<String, String> of(String name, Service service, String address) {
        Map<String, String> variables = new LinkedHashMap<>();
        String prefix = variableName(name);
        variables.put(prefix + "_SERVICE_HOST", address);
        service.ports().values().stream()
                .findFirst()
                .ifPresent(first -> variables.put(prefix + "_SERVICE_PORT", Integer.toString(first.port())));
        service.ports()
                .forEach((port, number) ->
                        variables.put(prefix + "_SERVICE_PORT_" + variableName(port), Integer.toString(number.port())));
        boolean first = true;
        for (var port : service.ports().values()) {
            String url = "tcp://" + hostAndPort(address, port.port());
            if (first) {
                variables.put(prefix + "_PORT", url);
                first = false;
            }
            String link = prefix + "_PORT_" + port.port() + "_TCP";
            variables.put(link, url);
            variables.put(link + "_PROTO", "tcp");
            variables.put(link + "_PORT", Integer.toString(port.port()));
            variables.put(link + "_ADDR", address);
        }
        return variables;
    }

    /** The variables of every service that has an address, in the definition's order. */
    public static Map<String, String> of(Application application, Map<String, String> addresses) {
        Map<String, String> variables = new LinkedHashMap<>();
        application.services().forEach((name, service) -> {
            String address = addresses.get(name);
            if (address != null) {
                variables.putAll(of(name, service, address));
            }
        });
        return variables;
    }

    /** The part of a variable's name that stands for a service or a port: {@code my-db} is {@code MY_DB}. */
    public static String variableName(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String hostAndPort(String address, int port) {
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }
}
