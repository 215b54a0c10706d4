package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.comparison.Testbed;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is under way through a service's address when the replica that answers is replaced: on both sides the same, until the replica stops. */
abstract class OpenConnections {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Longer than any balancer takes to hear of a withdrawal, and shorter than the replica's drain. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(4);

    private static final String NAME = "open-connections";
    private static final int PORT = 18084;

    /** Answers each line of a connection by its replica's name and the line. */
    private static final String SERVER = """
            use strict;
            use IO::Socket::INET;
            $SIG{CHLD} = 'IGNORE';
            my $server = IO::Socket::INET->new(
                LocalAddr => $ENV{REPLICA_ADDRESS} || '0.0.0.0', LocalPort => 18084, Listen => 64, ReuseAddr => 1) or die $@;
            while (1) {
                my $client = $server->accept or next;
                if (fork) { close $client; next }
                $client->autoflush(1);
                while (<$client>) { print $client "$ENV{REPLICA_NAME} $_" }
                exit;
            }
            """;

    private final Lab lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
    private final Side side;
    private Testbed testbed;
    private Backend backend;

    OpenConnections(Side side) {
        this.side = side;
    }

    @BeforeEach
    void bringUp() throws InterruptedException {
        lab.up(List.of(side));
        testbed = lab.testbed(side);
        backend = testbed.backend();
    }

    @AfterEach
    void deleteAndClose() {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        testbed.close();
        lab.close();
    }

    @Test
    void goOnWhenTheReplicaIsReplacedUntilItStops() throws Exception {
        backend.apply(application()).await(LIMIT);
        await().atMost(LIMIT).until(() -> service().publicAddress().isPresent());
        String address = service().publicAddress().orElseThrow();
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            try (Connection connection = new Connection(address)) {
                assertThat(connection.whoAnswers("ready")).isNotEmpty();
            }
        });
        try (Connection connection = new Connection(address)) {
            String name = connection.whoAnswers("before");
            String endpoint = endpoint(name);
            assertThat(service().readyEndpoints()).contains(endpoint);
            backend.replace(NAME, name);
            await().atMost(LIMIT).until(() -> {
                assertThat(connection.whoAnswers("meanwhile")).isEqualTo(name);
                return !service().readyEndpoints().contains(endpoint);
            });
            await().during(UNDER_WAY).atMost(LIMIT).untilAsserted(() -> assertThat(connection.whoAnswers("withdrawn"))
                    .as("who answers at the connection that was open")
                    .isEqualTo(name));
            try (Connection other = new Connection(address)) {
                assertThat(other.whoAnswers("anew"))
                        .as("who answers at one that is opened after the withdrawal")
                        .isNotEqualTo(name);
            }
        }
    }

    private String endpoint(String replica) {
        return Objects.requireNonNull(status().roles().get("web")).replicas().stream()
                .filter(each -> each.name().equals(replica))
                .findFirst()
                .flatMap(ReplicaStatus::address)
                .map(host -> host + ":" + PORT)
                .orElseThrow();
    }

    private ServiceStatus service() {
        return Objects.requireNonNull(status().services().get("web"));
    }

    private ApplicationStatus status() {
        return backend.observe(NAME).orElseThrow();
    }

    private static Application application() throws JsonProcessingException {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: open-connections, version: "1"}
                services: {web: {role: web, exposure: public, ports: {lines: {port: 80, target: lines}}}}
                roles:
                  web:
                    replicas: {count: 2}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/perl, /etc/open-connections/server.pl]
                        files: {/etc/open-connections/server.pl: {content: %s}}
                        ports: {lines: 18084}
                        checks: {ready: {tcp: lines, every: 1s}}
                        stop: {drain: 12s}
                """.formatted(new ObjectMapper().writeValueAsString(SERVER)), "open-connections.yaml", Path.of("."));
    }

    /** One connection, at which lines are sent and answered in turn. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket = new Socket();
        private final OutputStream out;
        private final BufferedReader in;

        Connection(String address) throws IOException {
            socket.connect(new InetSocketAddress(address, 80), 5_000);
            socket.setSoTimeout(5_000);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The name of the replica that answers the line; fails where the connection has ended. */
        String whoAnswers(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            assertThat(answer).as("answer to '%s'", line).isNotNull().endsWith(" " + line);
            return answer.substring(0, answer.length() - line.length() - 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
