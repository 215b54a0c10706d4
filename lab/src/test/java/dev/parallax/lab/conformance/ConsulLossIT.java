package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.Testbed;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The fleet of the lab without its Consul server: what runs goes on, is served and is mended by its hosts, and a host that comes back meanwhile
 * starts nothing that may have been moved.
 */
@NullUnmarked
@OnFleet
final class ConsulLossIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration OUTAGE = Duration.ofSeconds(25);
    private static final String NAME = "outlast";
    private static final int PORT = 28180;

    private static Lab lab;
    private static Testbed testbed;
    private static Docker docker;

    @BeforeAll
    static void open() throws Exception {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        testbed = lab.testbed(Side.PUPPET_CONSUL);
        docker = Docker.connect();
    }

    @AfterAll
    static void close() throws Exception {
        try {
            startConsul();
            for (String host : testbed.hosts()) {
                if (host(host).state() != HostState.RUNNING) {
                    testbed.restoreHost(host);
                }
            }
            testbed.backend().delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        } finally {
            testbed.close();
            docker.close();
            lab.close();
        }
    }

    private static Application application(String version) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %1$s, version: "%2$s"}
                services: {web: {role: web, ports: {http: %3$d}, exposure: public}}
                roles:
                  store:
                    storage: {data: {path: /var/lib/%1$s, size: 1Gi, keep: true}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18181"}
                        ports: {http: 18181}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                  web:
                    replicas: {count: 3, spread: host, recovery: {hostLostAfter: 1s}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18180", VERSION: "%2$s"}
                        ports: {http: 18180}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(NAME, version, PORT), NAME + ".yaml", Path.of("."));
    }

    @Test
    void whatRunsOutlivesConsulAndWhatComesBackStartsNothingThatWasMoved() throws Exception {
        Backend backend = testbed.backend();
        ApplicationStatus before = backend.apply(application("1")).await(LIMIT);
        String address = before.services().get("web").publicAddress().orElseThrow();
        Map<String, String> places = places(before);
        Map<String, String> servers = await("every balancer knows the three replicas")
                .atMost(QUICK)
                .until(ConsulLossIT::servers, all -> all.values().stream()
                        .allMatch(known -> known.lines().count() == 3));

        try (Visitor visitor = new Visitor(URI.create("http://" + address + ":" + PORT + "/"))) {
            stopConsul();
            String holder = testbed.publicAddressHolder(address).orElseThrow();
            ReplicaStatus victim = before.roles().get("web").replicas().get(0);
            Map<String, String> units = units();
            Instant killed = Instant.now();
            testbed.killReplica(
                    new ReplicaRef(NAME, "web", victim.name(), victim.host().orElseThrow()));
            URI direct = URI.create("http://" + victim.address().orElseThrow() + ":18180/healthz");
            await("its host starts it again").atMost(QUICK).ignoreExceptions().until(() -> ask(direct) == 200);
            Map<String, String> mended = units();
            assertThat(mended).hasSameSizeAs(units).containsKeys(units.keySet().toArray(String[]::new));
            assertThat(differences(units, mended))
                    .as("units that were begun anew")
                    .isEqualTo(1);

            await().during(OUTAGE)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        assertThat(units()).isEqualTo(mended);
                        assertThat(servers()).isEqualTo(servers);
                        assertThat(testbed.publicAddressHolder(address)).contains(holder);
                        visitor.assertAnswered(killed);
                    });

            Instant returned = Instant.now();
            startConsul();
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> backend.observe(NAME).orElseThrow().isReady());
            System.out.println("Consul is back: ready after " + Duration.between(returned, Instant.now()));
            await().during(Duration.ofSeconds(6)).atMost(LIMIT).untilAsserted(() -> {
                assertThat(places(backend.observe(NAME).orElseThrow())).isEqualTo(places);
                assertThat(units()).isEqualTo(mended);
                visitor.assertAnswered(killed);
            });
            await().atMost(QUICK).until(() -> servers().equals(servers));

            backend.apply(application("2")).await(LIMIT);
            hostThatComesBack(backend);
            System.out.println(visitor);
        }
    }

    /** One that was down: nothing of what it carried is started, with or without Consul. */
    private static void hostThatComesBack(Backend backend) throws Exception {
        String lost = carrier(backend);
        testbed.stopHost(lost);
        Map<String, String> places = placesWithout(backend, lost);

        stopConsul();
        host(lost).start();
        await("the host is back, and its daemon asks for its data")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> host(lost)
                        .exec(QUICK, "systemctl", "is-active", "parallax-host.service")
                        .ok());
        await().during(Duration.ofSeconds(5)).atMost(LIMIT).untilAsserted(() -> assertThat(running(lost))
                .isEmpty());

        startConsul();
        testbed.restoreHost(lost);
        assertThat(running(lost)).isEmpty();
        assertThat(left(lost)).as("what is left on it of the replica").isEmpty();
        awaitReadyAt(backend, places);
    }

    /** A host with a replica of web and without the store. */
    private static String carrier(Backend backend) {
        ApplicationStatus now = backend.observe(NAME).orElseThrow();
        String store = now.roles().get("store").replicas().get(0).host().orElseThrow();
        return now.roles().get("web").replicas().stream()
                .map(replica -> replica.host().orElseThrow())
                .filter(host -> !host.equals(store))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> placesWithout(Backend backend, String host) {
        await().atMost(LIMIT).until(() -> {
            ApplicationStatus now = backend.observe(NAME).orElseThrow();
            return now.isReady() && !places(now).containsValue(host);
        });
        return places(backend.observe(NAME).orElseThrow());
    }

    private static void awaitReadyAt(Backend backend, Map<String, String> places) {
        await().atMost(LIMIT).untilAsserted(() -> {
            ApplicationStatus now = backend.observe(NAME).orElseThrow();
            assertThat(now.isReady()).isTrue();
            assertThat(places(now)).isEqualTo(places);
        });
    }

    /** The units and registrations of web that a host has. */
    private static String left(String host) {
        return host(host)
                .sh(QUICK, "ls /etc/systemd/system /etc/consul.d/parallax | grep " + NAME + "-web || true")
                .strip();
    }

    private static void stopConsul() {
        control().exec(QUICK, "systemctl", "stop", "consul.service").orThrow();
    }

    private static void startConsul() {
        control().exec(QUICK, "systemctl", "start", "consul.service").orThrow();
    }

    private static ContainerHost control() {
        return docker.host("parallax-pc-control").orElseThrow();
    }

    private static ContainerHost host(String name) {
        return docker.host("parallax-" + name).orElseThrow();
    }

    private static Map<String, String> places(ApplicationStatus status) {
        Map<String, String> places = new TreeMap<>();
        status.roles().values().forEach(role -> role.replicas()
                .forEach(replica -> places.put(replica.name(), replica.host().orElse(""))));
        return places;
    }

    /** Of each unit of the application, and of those that lead to it, the number of its present run. */
    private static Map<String, String> units() {
        Map<String, String> units = new TreeMap<>();
        for (String name : testbed.hosts()) {
            host(name)
                    .sh(QUICK, """
                            for unit in $(systemctl list-units --no-legend --plain --state=active 'parallax-%s-*' \\
                                'parallax-haproxy.service' 'parallax-keepalived.service' | cut -d' ' -f1); do
                              echo $unit $(systemctl show --property=InvocationID --value $unit)
                            done
                            """.formatted(NAME))
                    .lines()
                    .forEach(line -> units.put(name + " " + line.split(" ", -1)[0], line.split(" ", -1)[1]));
        }
        return units;
    }

    private static String running(String host) {
        return host(host)
                .sh(QUICK, "systemctl list-units --no-legend --plain --state=active 'parallax-" + NAME + "-web*'")
                .strip();
    }

    private static long differences(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream()
                .filter(unit -> !unit.getValue().equals(after.get(unit.getKey())))
                .count();
    }

    /** The servers that each host's HAProxy leads to. */
    private static Map<String, String> servers() {
        Map<String, String> servers = new TreeMap<>();
        for (String name : testbed.hosts()) {
            servers.put(name, host(name).sh(QUICK, """
                            perl -MIO::Socket::UNIX -e '
                              $s = IO::Socket::UNIX->new(Peer => "/run/parallax-haproxy/admin.sock") or die "no HAProxy";
                              print $s "show servers state\\n";
                              for (<$s>) { @f = split; print "$f[4]\\n" if ($f[1] // "") eq "%s.web.http" && $f[5] eq "2" }
                            ' | sort
                            """.formatted(NAME)));
        }
        return servers;
    }

    private static int ask(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(1000);
        connection.setReadTimeout(1000);
        connection.setRequestProperty("Connection", "close");
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    /** Asks twenty times a second, each time over a connection of its own, and remembers what was not answered. */
    private static final class Visitor implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
        private final Map<Instant, String> failures = new ConcurrentSkipListMap<>();
        private final AtomicInteger answered = new AtomicInteger();

        Visitor(URI url) {
            Objects.requireNonNull(clock.scheduleAtFixedRate(() -> visit(url), 0, 50, TimeUnit.MILLISECONDS));
        }

        private void visit(URI url) {
            Instant begun = Instant.now();
            try {
                int status = ask(url);
                if (status == 200) {
                    answered.incrementAndGet();
                } else {
                    failures.put(begun, "status " + status);
                }
            } catch (IOException e) {
                failures.put(begun, String.valueOf(e));
            }
        }

        /** All but one that the killed process may have been answering. */
        void assertAnswered(Instant killed) {
            assertThat(failures).hasSizeLessThan(2).allSatisfy((when, failure) -> assertThat(when)
                    .isBetween(killed.minusSeconds(1), killed.plusSeconds(1)));
            assertThat(answered).hasPositiveValue();
        }

        @Override
        public String toString() {
            return answered + " requests were answered, not answered: " + failures;
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
