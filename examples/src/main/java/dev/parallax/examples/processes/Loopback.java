package dev.parallax.examples.processes;

import dev.parallax.backend.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** A network of this machine, 127.N.0.0/16, that one backend has for itself: its hosts, and the addresses of replicas and services. */
final class Loopback {
    private static final List<String> HOSTS = List.of("host1", "host2", "host3", "host4");
    private static final int CLAIM_PORT = 7077;
    private static final int MOST = 250;

    private final int network;
    /** Held as long as the network is. */
    private final ServerSocket claim;

    private int given;

    private Loopback(int network, ServerSocket claim) {
        this.network = network;
        this.claim = claim;
    }

    /** The first network that no other backend of this machine has. */
    static Loopback claim() {
        for (int network = 77; network < MOST; network++) {
            try {
                ServerSocket claim = new ServerSocket();
                claim.bind(new InetSocketAddress("127." + network + ".0.1", CLAIM_PORT));
                return new Loopback(network, claim);
            } catch (IOException e) {
                // Somebody has it; the next one then.
            }
        }
        throw new BackendException(ProcessBackend.NAME + ": no network of the loopback device is free");
    }

    List<String> hosts() {
        return HOSTS;
    }

    /** One that was not given for as long as can be, of a host. */
    String address(String host) {
        return address(HOSTS.indexOf(host) + 1);
    }

    String serviceAddress() {
        return address(0);
    }

    private String address(int part) {
        given++;
        return "127." + network + "." + (part * 50 + given / MOST % 50) + "." + (given % MOST + 2);
    }

    void release() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
