package dev.parallax.lab.docker;

import dev.parallax.lab.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A host of the lab: a container that runs systemd, at a fixed address. */
@Value.Immutable
public interface HostSpec {
    /** The container's name, {@code parallax-k8s-worker1}. */
    String name();

    /** The name that the host has for itself, {@code k8s-worker1}. */
    String hostname();

    Side side();

    /** An image whose first process is systemd, {@code parallax/lab-node:1}. */
    String image();

    /** The name of a network of the lab. */
    String network();

    /** The host's address in that network. */
    String address();

    /** Further labels; the lab's own are added. */
    Map<String, String> labels();

    /** Environment of the first process. systemd does not pass it on to units. */
    Map<String, String> environment();

    List<Mount> mounts();

    /** More names in {@code /etc/hosts}: name to address. */
    Map<String, String> names();

    /** Kernel parameters of the host's own network namespace, {@code net.ipv4.ip_forward} to {@code 1}. */
    Map<String, String> sysctls();

    /** Most memory the host may have, in bytes; the machine's when absent. */
    Optional<Long> memory();

    /** Most processors the host may use, in thousandths of one; the machine's when absent. */
    Optional<Integer> cpuMillis();

    /** Size of {@code /run}, {@code /tmp} at most, in bytes. */
    default long temporarySpace() {
        return 256L << 20;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a host's description. */
    final class Builder extends ImmutableHostSpec.Builder {
        Builder() {}
    }
}
