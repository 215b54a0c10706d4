package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.undercloud.GrantedHost;
import dev.parallax.undercloud.HostProvider;
import dev.parallax.undercloud.HostProviderFactory;
import dev.parallax.undercloud.HostRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica without a place gets one on a machine that is asked for, and the machine goes back without a trace. */
@OnFleet
final class UndercloudIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String HOST = "spare-it";
    private static final String NAME = "crowded";
    private static final HostRequest REQUEST =
            new HostRequest(HOST, Map.of("rack", "b"), Optional.empty(), Optional.empty());

    private static Lab lab;
    private static Docker docker;
    private static Backend backend;

    @BeforeAll
    static void bringUp() {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        docker = Docker.connect();
        backend = lab.testbed(Side.PUPPET_CONSUL).backend();
    }

    @AfterAll
    static void close() {
        backend.close();
        docker.close();
        lab.close();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        lab.extraHosts().remove(HOST);
        backend.removeHost(HOST, new RemoveHostOptions(Machine.LOST, LIMIT));
    }

    @Test
    void theLabsDockerGivesAHostForAReplicaThatHasNoPlace() throws Exception {
        backend.apply(application());
        await().atMost(LIMIT).until(() -> ready() == 4);
        List<String> before = docker.inventory(Side.PUPPET_CONSUL);

        try (HostProvider undercloud = undercloud("lab", Map.of())) {
            GrantedHost granted = undercloud.request(REQUEST);
            assertThat(granted.enrolled()).isTrue();
            await().atMost(LIMIT).until(() -> ready() == 5);
            assertThat(placed()).contains(HOST);
            assertThat(undercloud.request(REQUEST)).as("the same again").isEqualTo(granted);
            assertThat(undercloud.granted()).containsExactly(granted);

            backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            backend.drain(HOST, LIMIT);
            backend.removeHost(HOST, new RemoveHostOptions(Machine.DRAINED, LIMIT));
            assertThat(undercloud.giveBack(HOST)).isTrue();
            assertThat(undercloud.giveBack(HOST)).isFalse();
            assertThat(undercloud.granted()).isEmpty();
        }

        assertThat(docker.inventory(Side.PUPPET_CONSUL)).isEqualTo(before).noneMatch(line -> line.contains(HOST));
        assertThat(backend.hosts()).extracting(HostStatus::name).doesNotContain(HOST);
    }

    @Test
    void aMachineOfAnInventoryIsEnrolledByWhoeverHadItGiven(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("machines.yaml"),
                "hosts: [{name: " + HOST + ", address: 10.78.0.31, labels: {rack: b}}]\n");
        try (HostProvider undercloud = undercloud("inventory", Map.of("file", file.toString()))) {
            GrantedHost granted =
                    undercloud.request(new HostRequest("more", Map.of(), Optional.empty(), Optional.empty()));
            assertThat(granted.enrolled()).isFalse();
            // Whoever owns the machine makes it a host, of the files that `host add` writes.
            lab.extraHosts()
                    .make(new Enrolment(
                            granted.host(),
                            Enrolment.Agent.USUAL,
                            granted.labels(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            FleetProfile.RECONCILED));
            assertThat(backend.apply(application()).await(LIMIT).isReady()).isTrue();
            assertThat(placed()).contains(granted.host());

            backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
            assertThat(backend.removeHost(granted.host(), new RemoveHostOptions(Machine.DRAINED, LIMIT))
                            .wasThere())
                    .isTrue();
            assertThat(undercloud.giveBack("more")).isTrue();
            assertThat(undercloud.granted()).isEmpty();
        }
    }

    private static HostProvider undercloud(String name, Map<String, String> settings) {
        return Objects.requireNonNull(HostProviderFactory.all().get(name)).open(BackendSettings.of(settings));
    }

    private static long ready() {
        return backend.observe(NAME)
                .map(status -> Objects.requireNonNull(status.roles().get("web")).ready())
                .orElse(0);
    }

    private static List<String> placed() {
        ApplicationStatus status = backend.observe(NAME).orElseThrow();
        return Objects.requireNonNull(status.roles().get("web")).replicas().stream()
                .map(ReplicaStatus::host)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Application application() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: crowded, version: "1"}
                roles:
                  web:
                    replicas: {count: 5, spread: host, update: {deadline: 5m}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080"}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """, "crowded.yaml", Path.of("."));
    }
}
