/**
 * The Puppet and Consul fleet of the lab: one control host with the Consul server and the controller, four hosts with a
 * Consul agent and Puppet. Start with {@link dev.parallax.lab.fleet.FleetSide}.
 */
@NullMarked
package dev.parallax.lab.fleet;

import org.jspecify.annotations.NullMarked;
