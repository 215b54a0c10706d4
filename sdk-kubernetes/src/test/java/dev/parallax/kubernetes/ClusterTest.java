package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.InvalidSettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a cluster that cannot be used, and that it is said in time. */
@Timeout(60)
final class ClusterTest {
    private static final String BEGINNING =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{";

    @TempDir
    Path folder;

    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    ClusterTest() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void doesNotWaitForAnAnswerThatNeverEnds() {
        answer(BEGINNING, false);

        assertThatThrownBy(connecting(address()))
                .isInstanceOf(BackendException.class)
                .hasMessage(
                        "kubernetes: cannot ask for the cluster's version: " + address() + "/ did not answer in time");
    }

    @Test
    void doesNotWaitForAnAnswerThatNeverBegins() {
        answer("", false);

        assertThatThrownBy(connecting(address())).hasMessageEndingWith("/ did not answer in time");
    }

    @Test
    void saysThatAConnectionIsClosed() {
        answer("", true);

        assertThatThrownBy(connecting(address())).hasMessageContaining("closed the connection without an answer");
    }

    @Test
    void saysThatItIsNoApiServer() {
        answer("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>", true);

        assertThatThrownBy(connecting(address())).hasMessageEndingWith("does not answer as an API server does");
    }

    @Test
    void saysThatAnEmptyAnswerIsNoVersion() {
        answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", true);

        assertThatThrownBy(connecting(address())).hasMessageEndingWith("is not a Kubernetes API server");
    }

    @Test
    void refusesWhatIsNoKubeconfig() throws IOException {
        for (String text : List.of("", "hello", "garbage: [", "\u0000\u0001")) {
            Path file = Files.writeString(folder.resolve("config"), text);
            assertThatThrownBy(() -> connect(file))
                    .as(text)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(
                            "kubernetes: " + file + " is not a kubeconfig: a kubeconfig is YAML with clusters, users,"
                                    + " contexts and current-context");
        }
        assertThatThrownBy(() -> connect(folder)).hasMessage("kubernetes: cannot read the kubeconfig " + folder);
    }

    @Test
    void refusesAKubeconfigThatChoosesNothing() throws IOException {
        Path file =
                Files.writeString(folder.resolve("config"), "apiVersion: v1\nkind: Config\ncurrent-context: nope\n");

        assertThatThrownBy(() -> connect(file))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("the current-context of " + file + " is none of its contexts");
    }

    @Test
    void refusesAServerThatIsNoUrl() {
        for (String address : List.of("ht!tp://x", "https://127.0.0.1:99999", "https://")) {
            assertThatThrownBy(connecting(address))
                    .as(address)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("is not a URL");
        }
    }

    @Test
    void refusesAServerThatCredentialsWouldReachUnprotected() {
        assertThatThrownBy(connecting("http://192.0.2.1:6443"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("kubernetes: the server of the kubeconfig " + folder.resolve("config")
                        + " is 'http://192.0.2.1:6443/', where credentials would be readable on the way; write"
                        + " https://192.0.2.1:6443");
    }

    @Test
    void namesACertificateThatIsNotThere() {
        assertThatThrownBy(connecting("https://127.0.0.1:1\", certificate-authority: \"" + folder + "/none.pem"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("kubernetes: the certificates and keys of the kubeconfig cannot be used: " + folder
                        + "/none.pem does not exist");
    }

    private ThrowingCallable connecting(String address) {
        return () -> connect(Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(address)));
    }

    private static void connect(Path kubeconfig) {
        Cluster.connect(KubernetesSettings.builder()
                        .kubeconfig(kubeconfig)
                        .requestTimeout(Duration.ofMillis(300))
                        .build())
                .close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void answer(String text, boolean close) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    readHead(socket);
                    OutputStream out = socket.getOutputStream();
                    out.write(text.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    if (close) {
                        socket.close();
                    }
                }
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return;
            }
            head.append((char) c);
        }
    }
}
