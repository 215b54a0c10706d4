package dev.parallax.lab.docker;

import dev.parallax.lab.Side;

/**
 * A bridge network of the lab.
 *
 * @param subnet in CIDR notation, {@code 10.77.0.0/16}
 * @param gateway the machine's own address in it
 * @param addresses the part of the subnet that the engine may hand out by itself, in CIDR notation; addresses outside it are
 *     ours to use (fixed hosts, virtual addresses)
 */
public record NetworkSpec(String name, Side side, String subnet, String gateway, String addresses) {
    /** A network whose automatic addresses come from the last /24 of a /16, away from everything that the lab fixes. */
    public static NetworkSpec of(String name, Side side, String subnet, String gateway) {
        String prefix = subnet.substring(0, subnet.indexOf('.', subnet.indexOf('.') + 1));
        return new NetworkSpec(name, side, subnet, gateway, prefix + ".255.0/24");
    }
}
