package dev.parallax.lab.docker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * An IPv4 address of one of this machine's interfaces.
 *
 * @param prefix the length of its network's prefix, in bits
 */
record MachineAddress(String device, InetAddress address, int prefix) {
    static List<MachineAddress> all() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(device -> device.getInterfaceAddresses().stream()
                            .filter(one -> one.getAddress() instanceof Inet4Address)
                            .map(one -> new MachineAddress(
                                    Objects.requireNonNull(device.getName()),
                                    one.getAddress(),
                                    one.getNetworkPrefixLength())))
                    .toList();
        } catch (SocketException e) {
            // Nothing is known of them then: what is wrong shows when a host does not answer.
            return List.of();
        }
    }

    /** Whether packets to some of that network would leave by this interface: its own network is no wider, and lies in it. */
    boolean takesFrom(NetworkSpec network) {
        String[] subnet = network.subnet().split("/", 2);
        int wide = Integer.parseInt(subnet[1]);
        return prefix >= wide && masked(bits(literal(subnet[0])), wide) == masked(bits(address), wide);
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static int bits(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static int masked(int bits, int prefix) {
        return prefix == 0 ? 0 : bits & (-1 << (Integer.SIZE - prefix));
    }

    @Override
    public String toString() {
        return device + " with " + address.getHostAddress() + "/" + prefix;
    }
}
