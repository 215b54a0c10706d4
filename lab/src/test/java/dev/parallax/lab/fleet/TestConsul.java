package dev.parallax.lab.fleet;

import dev.parallax.lab.Progress;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.binaries.Software;
import dev.parallax.puppetconsul.consul.ConsulAddress;
import dev.parallax.puppetconsul.consul.HttpConsul;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real Consul on loopback, on ports of its own: one server, or the agent through which a {@link TestConsulCluster} is asked. */
final class TestConsul implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TestConsul.class);

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    TestConsul(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static TestConsul start(Path folder) {
        try {
            List<Integer> ports = freePorts(4);
            Process process = new ProcessBuilder(
                            binary().toString(),
                            "agent",
                            "-dev",
                            "-node=server",
                            "-bind=127.0.0.1",
                            "-client=127.0.0.1",
                            "-log-level=warn",
                            "-http-port=" + ports.get(0),
                            "-server-port=" + ports.get(1),
                            "-serf-lan-port=" + ports.get(2),
                            "-serf-wan-port=" + ports.get(3),
                            "-dns-port=-1",
                            "-grpc-port=-1")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("consul.log").toFile())
                    .start();
            TestConsul consul = new TestConsul(process, URI.create("http://127.0.0.1:" + ports.get(0)));
            consul.awaitLeader();
            return consul;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitLeader() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> get("/v1/status/leader").length() > 4);
    }

    static Path binary() {
        return Binaries.ofThisUser(Progress.NONE).directory(Software.CONSUL).resolve("consul");
    }

    /** Below those that the kernel gives to connections, one of which could take them before Consul does. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
                try {
                    sockets.add(new ServerSocket(port));
                } catch (BindException e) {
                    LOG.debug("port {} is taken", port, e);
                }
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    URI url() {
        return url;
    }

    HttpConsul connect() {
        return new HttpConsul(new ConsulAddress(url, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    void put(String path, String body) {
        send(HttpRequest.newBuilder(url.resolve(path)).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
