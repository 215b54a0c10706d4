package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.comparison.Testbed;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Statuses that checks on a fleet name, among them such as no kubelet takes: by the host, its balancer and its liveness service; and a header
 * that means something to whoever asks.
 */
@OnFleet
final class CheckStatusIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "statuses";
    /** The server refuses whoever does not send the header. */
    private static final String REFUSING = "{http: '/expects?header=X-Check&value=yes&status=204', port: http, ";

    /** Takes HTTP/1.1 with a host and nothing else; of checks the replica's own address, as kubelets and Consul's agents write it. */
    private static final String MODERN = """
            require 'socket'
            address = ENV.fetch('REPLICA_ADDRESS')
            server = TCPServer.new(address, 18083)
            loop do
              client = server.accept
              first, *rest = client.each_line(chomp: true).take_while { |line| !line.empty? }
              hosts = rest.filter_map { |line| line[/\\Ahost: *(.*)/i, 1] }
              modern = first.to_s.end_with?(' HTTP/1.1') && hosts.length == 1
              modern &&= hosts.first == "#{address}:18083" if first.to_s.include?('/ready')
              client.write("HTTP/1.1 #{modern ? '200 OK' : '426 Upgrade Required'}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
              client.close
            rescue SystemCallError
              client&.close
            end
            """;

    private static Lab lab;
    private static Testbed testbed;
    private static Backend backend;

    @BeforeAll
    static void bringUp() throws InterruptedException {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        testbed = lab.testbed(Side.PUPPET_CONSUL);
        backend = testbed.backend();
    }

    @AfterEach
    void delete() {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
    }

    @AfterAll
    static void close() {
        testbed.close();
        lab.close();
    }

    @Test
    void replicasAreReadyAndServeByAStatusThatNoKubeletTakes() throws Exception {
        backend.apply(application(
                        REFUSING + "status: 403, every: 1s}", REFUSING + "headers: {X-Check: 'yes'}, status: 204}"))
                .await(LIMIT);
        awaitAnswerOfTheService();
    }

    /** Ready for Consul's agent is served by the balancers, also where a server refuses what is older than HTTP/1.1. */
    @Test
    void replicasThatWantARequestOfHttp11AreReadyAndServe() throws Exception {
        backend.apply(modern()).await(LIMIT);
        awaitAnswerOfTheService();
    }

    /** A server refuses a request that names two hosts. */
    @Test
    void aHostIsNamedOnceHoweverItsHeaderIsWritten() throws Exception {
        String named = "{http: /healthz, port: http, headers: {host: a.example}, every: 1s}";
        backend.apply(application(named, named)).await(LIMIT);
    }

    @Test
    void replicasThatAnswerWithAnotherStatusAreNotReady() {
        assertThatThrownBy(() -> backend.apply(application(REFUSING + "status: 200-299, every: 1s}", "{tcp: http}"))
                        .await(LIMIT))
                .isInstanceOf(BackendException.class);
        assertThat(replicas()).noneMatch(replica -> replica.state() == ReplicaState.READY);
    }

    @Test
    void replicasThatAnswerWithAnotherStatusAreNotAlive() throws Exception {
        backend.apply(application(
                        "{tcp: http, every: 1s}", "{http: /healthz, port: http, status: 404, every: 1s, failures: 2}"))
                .await(LIMIT);
        await().atMost(LIMIT).until(() -> replicas().stream().anyMatch(replica -> replica.restarts() > 0));
    }

    private static void awaitAnswerOfTheService() {
        await().atMost(LIMIT)
                .until(() -> backend.exec(
                                        NAME,
                                        replicas().get(0).name(),
                                        "server",
                                        List.of("/usr/bin/curl", "-fsS", "--max-time", "5", "http://web/"),
                                        LIMIT)
                                .exitStatus()
                        == 0);
    }

    private static List<ReplicaStatus> replicas() {
        return Objects.requireNonNull(
                        backend.observe(NAME).orElseThrow().roles().get("web"))
                .replicas();
    }

    private static Application application(String ready, String alive) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: statuses, version: "1"}
                services: {web: {role: web, ports: {http: {port: 80, target: http}}}}
                roles:
                  web:
                    replicas: {count: 2, update: {deadline: 15s}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18082"}
                        ports: {http: 18082}
                        checks:
                          ready: %s
                          alive: %s
                """.formatted(ready, alive), "statuses.yaml", Path.of("."));
    }

    private static Application modern() throws JsonProcessingException {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: statuses, version: "1"}
                services: {web: {role: web, ports: {http: {port: 80, target: http}}}}
                roles:
                  web:
                    replicas: {count: 2, update: {deadline: 15s}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/ruby, /etc/statuses/modern.rb]
                        files: {/etc/statuses/modern.rb: {content: %s}}
                        ports: {http: 18083}
                        checks:
                          ready: {http: /ready, port: http, every: 1s}
                          alive: {http: /ready, port: http, every: 1s}
                """.formatted(new ObjectMapper().writeValueAsString(MODERN)), "statuses.yaml", Path.of("."));
    }
}
