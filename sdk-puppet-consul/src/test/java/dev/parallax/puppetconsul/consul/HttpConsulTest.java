package dev.parallax.puppetconsul.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.execchain.RequestAbortedException;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpConsulTest {
    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);

    HttpConsulTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/endless", this::neverFinish);
        server.createContext("/v1/", exchange -> answer(exchange, 401, "Unauthorized\nmore"));
        server.createContext("/v1/kv/leaderless", exchange -> answer(exchange, 500, "No cluster leader"));
        server.start();
    }

    @AfterEach
    void stop() {
        closing.countDown();
        server.stop(0);
    }

    @Test
    void advisesWhoIsNotLetInInOneLine() {
        try (HttpConsul consul = new HttpConsul(address(url()))) {
            assertThatThrownBy(() -> consul.entry("a"))
                    .isInstanceOf(ConsulException.class)
                    .hasMessage("Consul at " + url()
                            + " refuses /v1/kv/a with status 401: Unauthorized; the token lacks the right, or"
                            + " none was given");
        }
    }

    @Test
    void saysInOneLineWhatToDoWhenConsulHasNoLeader() {
        try (HttpConsul consul = new HttpConsul(address(url()))) {
            assertThatThrownBy(() -> consul.entry("leaderless"))
                    .isInstanceOf(ConsulException.class)
                    .hasMessage("Consul at " + url() + " has no leader that it can reach (/v1/kv/leaderless: No"
                            + " cluster leader); start those of its servers that are down:"
                            + " more than half must run. What is deployed goes on meanwhile,"
                            + " and nothing can be changed");
        }
    }

    @Test
    void asksForWhatHasBeenCommitted() {
        Map<String, String> asked = new ConcurrentHashMap<>();
        server.createContext("/v1/catalog/nodes", exchange -> asked(asked, exchange));
        server.createContext("/v1/health/state/any", exchange -> asked(asked, exchange));
        server.createContext("/v1/kv/some", exchange -> asked(asked, exchange));
        try (HttpConsul consul = new HttpConsul(address(url()))) {
            consul.nodes(Map.of(), Since.NOW);
            consul.checks(new Since(7, Duration.ofSeconds(1)));
            consul.entries("some", Since.NOW);
        }
        assertThat(asked).hasSize(3).allSatisfy((path, query) -> assertThat(query.split("&"))
                .as(path)
                .contains("consistent"));
    }

    private static void asked(Map<String, String> asked, HttpExchange exchange) throws IOException {
        asked.put(exchange.getRequestURI().getPath(), exchange.getRequestURI().getQuery());
        answer(exchange, 200, "[]");
    }

    @Test
    void doesNotWaitForAnAnswerThatNeverEnds() throws IOException {
        try (BoundedHttpClient client = new BoundedHttpClient(HttpClients.createDefault(), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> client.execute(
                            new HttpGet(url() + "/v1/endless"), response -> EntityUtils.toString(response.getEntity())))
                    .isInstanceOf(RequestAbortedException.class);
        }
    }

    @Test
    void refusesAnAddressThatIsMoreThanOne() {
        for (String url :
                new String[] {"http://user:secret@host", "http://host/consul", "http://host:99999", "http://host?a=b"
                }) {
            assertThatThrownBy(() -> address(url))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    private static ConsulAddress address(String url) {
        return new ConsulAddress(URI.create(url), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void neverFinish(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1_000_000);
        exchange.getResponseBody().write('[');
        exchange.getResponseBody().flush();
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }
}
