package dev.parallax.comparison;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Small web servers on loopback addresses: a shop that sells a token for a password and counts who shows one. */
final class LoopbackServers implements AutoCloseable {
    static final String PASSWORD = "open sesame";

    private final int port;
    private final ExecutorService serving = Executors.newCachedThreadPool();
    private final AtomicInteger hits = new AtomicInteger();

    LoopbackServers(int port) {
        this.port = port;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** How often a token was shown to a replica. */
    int hits() {
        return hits.get();
    }

    /** A replica, which takes the token. */
    HttpServer replica(String address) {
        return serve(address, (asked, answer) -> {
            String shown = asked.getFirst("X-Shown");
            if (shown != null) {
                hits.incrementAndGet();
            }
            return shown == null || shown.equals("token for " + PASSWORD) ? 200 : 401;
        });
    }

    /** The service's own address, which gives the token. */
    HttpServer service(String address, BooleanSupplier hasReadyReplica) {
        return serve(address, (asked, answer) -> {
            String password = asked.getFirst("X-Password");
            if (password != null) {
                answer.add("X-Token", "token for " + password);
            }
            return hasReadyReplica.getAsBoolean() ? 200 : 503;
        });
    }

    /** Returns the status. */
    private interface Handler {
        int handle(Headers asked, Headers answer);
    }

    private HttpServer serve(String address, Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 100);
            server.createContext("/healthcheck", exchange -> {
                exchange.sendResponseHeaders(
                        handler.handle(exchange.getRequestHeaders(), exchange.getResponseHeaders()), -1);
                exchange.close();
            });
            server.setExecutor(serving);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        serving.shutdownNow();
    }
}
