package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.kubernetes.manifest.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a namespace that stays, by a pretended API server that has nothing of the application's any more. */
@Timeout(60)
final class DeletionTest {
    private static final String NOTHING = "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": []}";

    @TempDir
    Path folder;

    private final HttpServer server;
    private String owner = "shop";
    private String others = "";
    private boolean mayLook = true;

    DeletionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean all = exchange.getRequestURI().getQuery() == null;
        boolean deleting = exchange.getRequestMethod().equals("DELETE");
        if (deleting || (!mayLook && all && path.endsWith("/configmaps"))) {
            send(exchange, 403, """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "reason": "Forbidden",
                     "message": "not for you"}""");
        } else if (path.equals("/version")) {
            send(exchange, 200, "{\"major\": \"1\", \"minor\": \"30\", \"gitVersion\": \"v1.30.0\"}");
        } else if (path.equals("/api/v1/namespaces/shop")) {
            send(exchange, 200, """
                    {"kind": "Namespace", "apiVersion": "v1",
                     "metadata": {"name": "shop", "labels": {"%s": "%s"}}}""".formatted(Names.APPLICATION, owner));
        } else if (path.equals("/apis")) {
            send(exchange, 200, "{\"kind\": \"APIGroupList\", \"apiVersion\": \"v1\", \"groups\": []}");
        } else if (path.equals("/api/v1")) {
            send(exchange, 200, """
                    {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
                      {"name": "configmaps", "namespaced": true, "kind": "ConfigMap", "verbs": ["list", "delete"]}]}""");
        } else {
            send(exchange, 200, all && path.endsWith("/configmaps") ? """
                    {"kind": "ConfigMapList", "apiVersion": "v1", "items": [%s]}""".formatted(others) : NOTHING);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<String> delete() throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.getAddress().getPort()));
        try (KubernetesBackend backend = KubernetesBackend.connect(
                KubernetesSettings.builder().kubeconfig(kubeconfig).build())) {
            return backend.delete("shop", DeleteOptions.defaults());
        }
    }

    @Test
    void saysThatTheNamespaceIsNotForThisUserToDelete() throws IOException {
        assertThat(delete())
                .containsExactly(
                        "namespace shop stays: it is not for this user to delete (403); nothing else is in it");
    }

    @Test
    void namesWhatElseIsInTheNamespace() throws IOException {
        others = """
                {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "theirs", "namespace": "shop"}}""";

        assertThat(delete())
                .containsExactly("namespace shop stays: ConfigMap shop/theirs is in it, which is not shop's");
    }

    @Test
    void saysThatNotAllThatMayBeInItCouldBeLookedAt() throws IOException {
        mayLook = false;

        assertThat(delete())
                .singleElement()
                .asString()
                .startsWith("namespace shop stays: not all that may be in it could be looked at: ");
    }

    @Test
    void saysThatTheNamespaceWasNotMadeForTheApplication() throws IOException {
        owner = "other";

        assertThat(delete()).containsExactly("namespace shop stays: it was not made for shop");
    }
}
