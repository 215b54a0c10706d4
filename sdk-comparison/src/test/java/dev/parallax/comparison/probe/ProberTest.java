package dev.parallax.comparison.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.parallax.comparison.Ticker;
import dev.parallax.comparison.history.ProbeOutcome;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProberTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ConcurrentLinkedQueue<ProbeResult> results = new ConcurrentLinkedQueue<>();
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final Prober prober = Prober.start(Ticker.system(), results::add);

    @AfterEach
    void stop() {
        prober.close();
        answering.shutdownNow();
    }

    private HttpServer server(int port, AtomicInteger status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.createContext("/healthcheck", exchange -> {
            exchange.sendResponseHeaders(status.get(), 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.setExecutor(answering);
        server.start();
        return server;
    }

    private static ProbeTarget target(int port, String path, Duration timeout) {
        return new ProbeTarget(
                "service",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                path.isEmpty() ? Optional.empty() : Optional.of(new Probe.Http(path, "http")),
                Duration.ofMillis(10),
                timeout);
    }

    private long count(ProbeOutcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private void awaitMore(ProbeOutcome outcome, int more) {
        long before = count(outcome);
        await().atMost(LONG).until(() -> count(outcome) >= before + more);
    }

    @Test
    void seesAnOutageFromItsFirstProbeToItsLast() throws IOException {
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = server(0, status);
        int port = server.getAddress().getPort();
        prober.probe(Set.of(target(port, "/healthcheck", Duration.ofSeconds(20))));
        awaitMore(ProbeOutcome.GOOD, 5);

        server.stop(0);
        long stopped = System.nanoTime();
        awaitMore(ProbeOutcome.REFUSED, 20);
        long starting = System.nanoTime();
        HttpServer again = server(port, status);
        long started = System.nanoTime();
        await().atMost(LONG)
                .until(() -> results.stream()
                                .filter(result -> result.intended() > started)
                                .count()
                        >= 5);
        List<ProbeResult> seen = List.copyOf(results);
        again.stop(0);

        // Whatever the machine does meanwhile: probes sent while nobody listened failed, and probes after that were
        // good.
        assertThat(seen).allSatisfy(result -> {
            if (result.sent() > stopped && result.ended() < starting) {
                assertThat(result.outcome()).isNotEqualTo(ProbeOutcome.GOOD);
            }
        });
        assertThat(results.stream()
                        .filter(result -> result.intended() > started)
                        .findFirst())
                .hasValueSatisfying(result -> assertThat(result.outcome()).isEqualTo(ProbeOutcome.GOOD));
    }

    @Test
    void keepsItsScheduleWhileNothingAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            prober.probe(Set.of(target(silent.getLocalPort(), "/healthcheck", Duration.ofMillis(500))));
            awaitMore(ProbeOutcome.TIMED_OUT, 30);
            prober.close();
        }
        List<Long> intended =
                results.stream().map(ProbeResult::intended).sorted().toList();
        for (int i = 1; i < intended.size(); i++) {
            assertThat(intended.get(i) - intended.get(i - 1)).isEqualTo(10_000_000L);
        }
        assertThat(results).allSatisfy(result -> assertThat(result.ended() - result.intended())
                .isGreaterThanOrEqualTo(500_000_000L));
    }

    @Test
    void otherStatusIsBad() throws IOException {
        HttpServer server = server(0, new AtomicInteger(503));
        prober.probe(Set.of(target(server.getAddress().getPort(), "/healthcheck", Duration.ofSeconds(20))));
        awaitMore(ProbeOutcome.BAD_STATUS, 3);
        server.stop(0);

        assertThat(results).anySatisfy(result -> assertThat(result.status()).isEqualTo(503));
    }

    @Test
    void connectionIsEnoughWithoutAPath() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            prober.probe(Set.of(target(silent.getLocalPort(), "", Duration.ofSeconds(20))));
            awaitMore(ProbeOutcome.GOOD, 3);
        }
        assertThat(results).isNotEmpty();
    }

    @Test
    void connectionThatEndsTooEarlyIsCut() throws IOException {
        try (ServerSocket rude = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            answering.execute(() -> {
                while (!rude.isClosed()) {
                    try {
                        rude.accept().close();
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            prober.probe(Set.of(target(rude.getLocalPort(), "/healthcheck", Duration.ofSeconds(20))));
            awaitMore(ProbeOutcome.CUT, 3);
        }
        assertThat(count(ProbeOutcome.GOOD)).isZero();
    }

    @Test
    void sendsTheHeadersOfTheCheckAndGoesByItsStatus() throws IOException {
        HttpServer server = server(0, new AtomicInteger(401));
        server.createContext("/expects", exchange -> {
            boolean expected = exchange.getRequestHeaders()
                            .getOrDefault("X-Check", List.of())
                            .equals(List.of("it's me"))
                    && exchange.getRequestHeaders()
                            .getOrDefault("Host", List.of())
                            .equals(List.of("a.example"));
            exchange.sendResponseHeaders(expected ? 401 : 200, -1);
            exchange.close();
        });
        ProbeTarget plain = target(server.getAddress().getPort(), "", Duration.ofSeconds(20));
        Probe.Http asked = new Probe.Http(
                "/expects", "http", Map.of("X-Check", "it's me", "host", "a.example"), new StatusRange(400, 404));
        prober.probe(Set.of(
                new ProbeTarget("service", plain.address(), Optional.of(asked), plain.period(), plain.timeout())));

        awaitMore(ProbeOutcome.GOOD, 2);
        assertThat(count(ProbeOutcome.BAD_STATUS)).isZero();
    }

    @Test
    void stopsToAskWhatIsDropped() throws IOException {
        HttpServer server = server(0, new AtomicInteger(200));
        ProbeTarget one = target(server.getAddress().getPort(), "/healthcheck", Duration.ofSeconds(20));
        ProbeTarget other = new ProbeTarget("replica", one.address(), one.request(), one.period(), one.timeout());
        prober.probe(Set.of(one, other));
        await().atMost(LONG)
                .until(() -> results.stream().anyMatch(result -> result.target().equals(other)));
        prober.probe(Set.of(one));

        await().atMost(LONG).untilAsserted(() -> {
            List<ProbeResult> seen = List.copyOf(results);
            assertThat(seen.subList(Math.max(0, seen.size() - 20), seen.size()))
                    .extracting(ProbeResult::target)
                    .containsOnly(one);
        });
        server.stop(0);
    }
}
