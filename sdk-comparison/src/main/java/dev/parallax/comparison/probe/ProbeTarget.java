package dev.parallax.comparison.probe;

import dev.parallax.model.Probe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What is asked over and over: a request at an address, each time over a new connection, every {@code period}, each answer
 * awaited for at most {@code timeout}. The name identifies the target; without a request a connection is enough.
 */
public record ProbeTarget(
        String name, InetSocketAddress address, Optional<Probe.Http> request, Duration period, Duration timeout) {
    public ProbeTarget {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a probe never asks a name server; give an address: " + address);
        }
        if (period.isNegative() || period.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a period and a timeout are longer than nothing");
        }
    }
}
