package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.comparison.Testbed;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Await;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody ran by hand on the hosts of a fleet, and has Parallax run from then on. */
@OnFleet
final class FleetAdoptionIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration COMMAND = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final List<String> HOSTS = List.of("pc-host1", "pc-host2", "pc-host3", "pc-host4");
    private static final List<String> BY_HAND = HOSTS.subList(0, 3);
    private static final int PORT = 18090;

    private static Lab lab;
    private static Testbed testbed;
    private static Backend backend;
    private static Docker docker;

    @BeforeAll
    static void open() throws InterruptedException {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        testbed = lab.testbed(Side.PUPPET_CONSUL);
        backend = testbed.backend();
        docker = Docker.connect();
    }

    /** Who has hosts of a fleet give up registrations lets them write these, and no others. */
    @BeforeEach
    void grant() throws IOException {
        clean();
        consul(
                "pc-control",
                "management",
                "acl policy create -name adopt-it -rules 'service_prefix \"adopt-\" { policy = \"write\" }'");
        for (String host : HOSTS) {
            String accessor = consul(
                            "pc-control", "management", "acl token read -self -format=json -token " + token(host))
                    .replaceAll("(?s).*\"AccessorID\": \"([^\"]*)\".*", "$1");
            consul(
                    "pc-control",
                    "management",
                    "acl token update -id " + accessor + " -policy-name adopt-it -merge-policies");
        }
    }

    @AfterEach
    void clean() throws IOException {
        backend.delete("shop", new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        for (String host : HOSTS) {
            host(host).sh(COMMAND, """
                    systemctl disable --now adopt-web adopt-other 2>/dev/null || true
                    rm -f /etc/systemd/system/adopt-*.service; systemctl daemon-reload
                    if [ -f /run/adopt-stray.pid ]; then kill $(cat /run/adopt-stray.pid) || true; rm -f /run/adopt-stray.pid; fi
                    """);
            consul(host, "management", "services deregister -id=adopt-web-" + host + " || true");
            consul(host, "management", "services deregister -id=adopt-other-" + host + " || true");
        }
        consul("pc-control", "management", "acl policy delete -name adopt-it || true");
    }

    @AfterAll
    static void close() {
        if (docker != null) {
            docker.close();
        }
        if (testbed != null) {
            testbed.close();
        }
        lab.close();
    }

    private static ContainerHost host(String name) {
        return docker.host("parallax-" + name).orElseThrow();
    }

    private static String token(String name) throws IOException {
        return Files.readString(Places.ofThisUser().state(Side.PUPPET_CONSUL).resolve(name + ".token"))
                .strip();
    }

    private static String consul(String host, String token, String command) throws IOException {
        return host(host).sh(COMMAND, """
                export CONSUL_HTTP_ADDR=https://localhost:8501 CONSUL_CACERT=/etc/consul-tls/ca.pem CONSUL_HTTP_TOKEN=%s
                consul %s
                """.formatted(token(token), command));
    }

    private static void runByHand(String host, String unit, int port) throws IOException {
        host(host).sh(COMMAND, """
                cat > /etc/systemd/system/%1$s.service <<END
                [Unit]
                Description=Made by hand
                [Service]
                Environment=PORT=%2$d
                ExecStart=/usr/bin/parallax-web
                [Install]
                WantedBy=multi-user.target
                END
                systemctl daemon-reload
                systemctl enable --now %1$s
                """.formatted(unit, port));
        consul(host, "management", "services register -id=%1$s-%2$s -name=%1$s -port=%3$d".formatted(unit, host, port));
    }

    private static Application application(int maxUnavailable) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services: {front: {role: web, ports: {http: {port: 80, target: http}}}}
                roles:
                  web:
                    replicas: {count: 3, update: {maxUnavailable: %d, maxSurge: 1, deadline: 1m}}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18090"}
                        ports: {http: 18090}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(maxUnavailable), "shop.yaml", Path.of("."));
    }

    private static String state(String host, String unit) {
        return host(host)
                .sh(COMMAND, "systemctl is-active " + unit + " || true; systemctl is-enabled " + unit + " || true")
                .strip()
                .replace('\n', ' ');
    }

    private static boolean answers(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Agents of hosts ask for what their tokens may do every half minute. */
    private static Plan onceSeen(Application application, int wanted) {
        Await.until("hosts see what was registered by hand", LIMIT, () -> {
            long found = backend.adoption(application).changes().stream()
                    .filter(change -> change.action() == Action.ADOPT)
                    .count();
            return found == wanted ? Optional.empty() : Optional.of(found + " of " + wanted);
        });
        return backend.adoption(application);
    }

    @Test
    void takesThePlacesOfUnitsHostByHostAndLeavesOthersAlone() throws Exception {
        for (String host : BY_HAND) {
            runByHand(host, "adopt-web", PORT);
        }
        runByHand("pc-host1", "adopt-other", PORT + 1);
        Application shop = application(1);
        List<String> addresses =
                BY_HAND.stream().map(host -> host(host).address()).toList();

        Plan plan = onceSeen(shop, 2 * BY_HAND.size());

        assertThat(plan.changes())
                .filteredOn(change -> change.action() == Action.ADOPT)
                .extracting(Change::kind, Change::name)
                .containsExactlyInAnyOrderElementsOf(BY_HAND.stream()
                        .flatMap(host -> List.of(
                                tuple("unit", "adopt-web.service on " + host),
                                tuple("consul service", "adopt-web-" + host + " on " + host))
                                .stream())
                        .toList());
        assertThat(plan.changes().get(0).fields())
                .contains(new FieldChange("state", Optional.of("running, enabled"), Optional.of("stopped, disabled")));
        assertThat(plan.notes())
                .anySatisfy(note -> assertThat(note).contains("disabled").contains("delete"));
        assertThat(state("pc-host1", "adopt-web"))
                .as("planning changes nothing")
                .isEqualTo("active enabled");

        AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> unused = clock.scheduleAtFixedRate(
                () -> least.accumulateAndGet(
                        (int) addresses.stream()
                                .filter(FleetAdoptionIT::answers)
                                .count(),
                        Math::min),
                0,
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            backend.adopt(shop, plan);
            // Whoever was interrupted asks again, and has what is left taken over.
            Plan rest = backend.adoption(shop);
            assertThat(backend.adopt(shop, rest).await(LIMIT).isReady()).isTrue();
        } finally {
            clock.shutdownNow();
        }

        assertThat(least.get()).as("that answered at any time").isGreaterThanOrEqualTo(2);
        for (String host : BY_HAND) {
            assertThat(state(host, "adopt-web")).isEqualTo("inactive disabled");
        }
        assertThat(Objects.requireNonNull(
                                backend.observe("shop").orElseThrow().roles().get("web"))
                        .replicas())
                .extracting(replica -> replica.host().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(BY_HAND);
        assertThat(state("pc-host1", "adopt-other")).isEqualTo("active enabled");
        assertThat(consul("pc-control", "management", "catalog services"))
                .contains("adopt-other")
                .doesNotContain("adopt-web");
        assertThat(backend.plan(shop).isEmpty()).isTrue();
        assertThat(backend.adoption(shop).adopts()).isFalse();
        assertThat(backend.drift("shop").differences()).isEmpty();

        backend.delete("shop", new DeleteOptions(KeptStorage.REMOVE, LIMIT));

        assertThat(state("pc-host1", "adopt-web")).isEqualTo("inactive disabled");
        assertThat(host("pc-host1").sh(COMMAND, "ls /etc/systemd/system")).contains("adopt-web.service");
    }

    @Test
    void refusesWhatIsNoServiceAndTakesOnlyWhatWasShown() throws Exception {
        runByHand("pc-host1", "adopt-web", PORT);
        Application shop = application(1);
        Plan shown = backend.adoption(shop);
        runByHand("pc-host2", "adopt-web", PORT);

        assertThatThrownBy(() -> backend.adopt(shop, shown))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("unit adopt-web.service on pc-host2 is there and was not in the plan");
        assertThatThrownBy(() -> backend.adoption(application(0)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("write maxUnavailable: 1");
        host("pc-host3")
                .sh(
                        COMMAND,
                        "PORT=" + PORT
                                + " setsid /usr/bin/parallax-web >/dev/null 2>&1 & echo $! > /run/adopt-stray.pid");

        assertThatThrownBy(() -> backend.adoption(shop))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("port " + PORT + " of role web on pc-host3 is held by process")
                .hasMessageContaining("which is no service of systemd");

        assertThat(backend.observe("shop")).isEmpty();
        assertThat(state("pc-host1", "adopt-web")).isEqualTo("active enabled");
    }
}
