package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Check;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;

/** Checks as the Puppet module takes them. */
final class CheckData {
    private CheckData() {}

    /** Writes a check of a component into {@code target}. */
    static void write(ObjectNode target, String componentName, Component component, Check check) {
        Probe probe = check.probe();
        if (probe instanceof Probe.Http http) {
            target.put("type", "http").put("path", http.path()).put("port", port(component, http.port()));
        } else if (probe instanceof Probe.Tcp tcp) {
            target.put("type", "tcp").put("port", port(component, tcp.port()));
        } else if (probe instanceof Probe.Exec exec) {
            target.put("type", "exec").put("component", componentName);
            exec.command().forEach(target.putArray("command")::add);
        }
        target.put("interval_ms", check.every().toMillis())
                .put("timeout_ms", check.timeout().toMillis())
                .put("failures", check.failures())
                .put("successes", check.successes());
    }

    private static int port(Component component, String name) {
        Integer port = component.ports().get(name);
        if (port == null) {
            throw new IllegalStateException("a check names port '" + name + "', which its component does not have");
        }
        return port;
    }
}
