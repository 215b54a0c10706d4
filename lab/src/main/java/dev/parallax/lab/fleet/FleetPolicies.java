package dev.parallax.lab.fleet;

import java.util.Optional;

/** What each token of the fleet may do: no more than its holder needs. */
final class FleetPolicies {
    private FleetPolicies() {}

    /** Makes every token of the fleet known to Consul. */
    static void grant(FleetConsul server, FleetSecrets secrets) {
        for (FleetLayout.Member host : FleetLayout.HOSTS) {
            server.grant(host.name(), host(host.name()), secrets.hostToken(host.name()), Optional.of(host.name()));
        }
        server.grant("controller", controller(), secrets.controllerToken(), Optional.empty());
    }

    /**
     * A host registers itself and the services that run on it, resolves names, reads its own data and writes its own report.
     * Consul cannot tie the names of services to a host; everything else is its own.
     */
    static String host(String name) {
        return """
                node "%1$s" { policy = "write" }
                node_prefix "" { policy = "read" }
                service_prefix "" { policy = "write" }
                agent "%1$s" { policy = "write" }
                key "parallax/hosts/%1$s/data" { policy = "read" }
                key "parallax/hosts/%1$s/report" { policy = "write" }
                key "parallax/hosts/%1$s/heartbeat" { policy = "write" }
                """.formatted(name);
    }

    /** The controller keeps its state in the store, holds a lock, and reads nodes and health. */
    static String controller() {
        return """
                key_prefix "parallax/" { policy = "write" }
                session_prefix "" { policy = "write" }
                node_prefix "" { policy = "read" }
                service_prefix "" { policy = "read" }
                agent_prefix "" { policy = "read" }
                """;
    }
}
