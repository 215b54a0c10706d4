package dev.parallax.lab.conformance;

import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Side;

/** Through HAProxy, which hears from Consul that a replica is withdrawn. */
@OnFleet
final class FleetOpenConnectionsIT extends OpenConnections {
    FleetOpenConnectionsIT() {
        super(Side.PUPPET_CONSUL);
    }
}
