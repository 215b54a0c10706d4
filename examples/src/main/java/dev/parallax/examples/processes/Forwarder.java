package dev.parallax.examples.processes;

import dev.parallax.backend.BackendException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Listens at the address of a service and leads each connection to the next of its ready endpoints. */
final class Forwarder {
    private final ServerSocket listener;
    private final ExecutorService threads;
    private volatile List<String> endpoints = List.of();
    private int turn;

    private Forwarder(ServerSocket listener, ExecutorService threads) {
        this.listener = listener;
        this.threads = threads;
    }

    static Forwarder listen(String address, int port, ExecutorService threads) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(address, port));
            Forwarder forwarder = new Forwarder(listener, threads);
            threads.execute(forwarder::accept);
            return forwarder;
        } catch (IOException e) {
            throw new BackendException(
                    ProcessBackend.NAME + ": cannot listen at " + address + ":" + port + ": " + e.getMessage()
                            + "; give the service a port that whoever runs this may listen at",
                    e);
        }
    }

    /** From now on to these, each {@code address:port}. */
    void lead(List<String> ready) {
        endpoints = ready;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                List<String> ready = endpoints;
                if (ready.isEmpty()) {
                    client.close();
                } else {
                    connect(client, ready.get(turn++ % ready.size()));
                }
            } catch (IOException e) {
                // Of one connection, or the end.
            }
        }
    }

    @SuppressWarnings("AddressSelection") // An address, which is looked up nowhere.
    private void connect(Socket client, String endpoint) throws IOException {
        int colon = endpoint.indexOf(':');
        try {
            Socket server = new Socket(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
            threads.execute(() -> pass(client, server));
            threads.execute(() -> pass(server, client));
        } catch (IOException e) {
            client.close();
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two went away, and so does the other.
        }
    }

    void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
