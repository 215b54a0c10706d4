package dev.parallax.lab.fleet;

import dev.parallax.lab.LabException;
import dev.parallax.lab.Racks;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.NetworkSpec;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names and addresses of the fleet. */
final class FleetLayout {
    static final NetworkSpec NETWORK =
            NetworkSpec.of("parallax-puppet-consul", Side.PUPPET_CONSUL, "10.78.0.0/16", "10.78.0.1");

    static final Member CONTROL = new Member("parallax-pc-control", "pc-control", "10.78.0.10");

    /** The hosts that may carry replicas; all of them are edge hosts. */
    static final List<Member> HOSTS = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new Member("parallax-pc-host" + number, "pc-host" + number, "10.78.0.1" + number))
            .toList();

    static final List<Member> ALL =
            Stream.concat(Stream.of(CONTROL), HOSTS.stream()).toList();

    static final String CONSUL_URL = "https://10.78.0.10:8501";
    static final String DATACENTER = "dc1";

    /** What the planner may give to replicas of a host: as much as a node of the other side has. */
    static final long HOST_MEMORY = 3L << 30;

    private FleetLayout() {}

    static Member member(String name) {
        return ALL.stream()
                .filter(member ->
                        member.name().equals(name) || member.container().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("the fleet has no host " + name + "; it has "
                        + ALL.stream().map(Member::name).toList()));
    }

    /** Where a host that may carry replicas would stand. */
    static String rack(Member host) {
        return Racks.of(HOSTS.indexOf(host) + 1);
    }

    static int hostCpuMillis() {
        return Runtime.getRuntime().availableProcessors() * 1000;
    }

    /** One machine: its container's name, its own name (which is the Consul node's) and its address. */
    record Member(String container, String name, String address) {}
}
