package dev.parallax.lab.conformance;

import dev.parallax.lab.OnKubernetes;
import dev.parallax.lab.Side;

/** Through kube-proxy's packet filter, which keeps what is open where it is. */
@OnKubernetes
final class KubernetesOpenConnectionsIT extends OpenConnections {
    KubernetesOpenConnectionsIT() {
        super(Side.KUBERNETES);
    }
}
