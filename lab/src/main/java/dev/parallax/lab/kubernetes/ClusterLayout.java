package dev.parallax.lab.kubernetes;

import dev.parallax.lab.Racks;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.NetworkSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names and addresses of the cluster. They are fixed, so that what an interrupted run left is known again. */
final class ClusterLayout {
    static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-kubernetes", Side.KUBERNETES, "10.77.0.0/16", "10.77.0.1");
    static final String POD_CIDR = "10.79.0.0/16";
    static final String SERVICE_CIDR = "10.80.0.0/16";
    static final String API_SERVICE_ADDRESS = "10.80.0.1";
    static final String DNS_ADDRESS = "10.80.0.10";
    static final String PUBLIC_ADDRESSES = "10.77.200.1-10.77.200.50";
    static final int API_PORT = 6443;

    static final Host CONTROL = new Host("k8s-control", "10.77.0.10", Optional.empty(), Optional.empty());
    static final List<Host> WORKERS = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new Host(
                    "k8s-worker" + number,
                    "10.77.0." + (10 + number),
                    Optional.of("10.79." + number + ".0/24"),
                    Optional.of(Racks.of(number))))
            .toList();
    static final List<Host> HOSTS =
            Stream.concat(Stream.of(CONTROL), WORKERS.stream()).toList();

    private ClusterLayout() {}

    static String server() {
        return "https://" + CONTROL.address() + ":" + API_PORT;
    }

    /**
     * A host of the cluster.
     *
     * @param name its host name, and its node's
     * @param podCidr where its pods' addresses come from; empty for the control host, which runs none
     * @param rack where it would stand; empty for the control host
     */
    record Host(String name, String address, Optional<String> podCidr, Optional<String> rack) {
        String container() {
            return "parallax-" + name;
        }

        boolean isControl() {
            return podCidr.isEmpty();
        }
    }
}
