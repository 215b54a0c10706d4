package dev.parallax.lab.fleet;

import dev.parallax.puppetconsul.host.ConsulPolicies;

/** Makes every token of the fleet known to Consul, with the policies that {@link ConsulPolicies} gives to any fleet. */
final class FleetPolicies {
    private FleetPolicies() {}

    static void grant(FleetConsul server, FleetSecrets secrets) {
        for (FleetLayout.Member host : FleetLayout.HOSTS) {
            server.grant(host.name(), ConsulPolicies.host(host.name()), secrets.hostToken(host.name()));
        }
        server.grant("controller", ConsulPolicies.controller(FleetLayout.CONTROL.name()), secrets.controllerToken());
    }
}
