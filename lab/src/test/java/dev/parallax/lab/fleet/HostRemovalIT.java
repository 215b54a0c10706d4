package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.Parallax;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabContext;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.host.ConsulPolicies;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host beside the lab's own four comes, carries, goes, and leaves nothing: neither on its machine nor in Consul. */
@OnFleet
final class HostRemovalIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Consul takes up a name that it was just made to forget only after a while: each test has its own. */
    private static String spare = "";

    private static int made;
    private static final String NAME = "removal";

    private static Lab lab;
    private static Docker docker;
    private static FleetSide side;
    private static FleetConsul consul;
    private static FleetExtraHosts extras;
    private static Backend backend;

    @BeforeAll
    static void bringUp() {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        docker = Docker.connect();
        LabContext context = new LabContext(docker, Places.ofThisUser(), Progress.NONE);
        side = new FleetSide(context, FleetProfile.RECONCILED);
        consul = new FleetConsul(FleetSecrets.of(Places.ofThisUser().state(Side.PUPPET_CONSUL)));
        extras = new FleetExtraHosts(context);
        backend = backend(setting -> true);
    }

    @AfterAll
    static void close() {
        backend.close();
        docker.close();
        lab.close();
    }

    @BeforeEach
    void make() {
        spare = "pc-removed" + ++made;
        extras.make(enrolment());
        await().atMost(LIMIT).until(() -> host().filter(HostStatus::alive).isPresent());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        extras.remove(spare);
        backend.removeHost(spare, new RemoveHostOptions(Machine.LOST, LIMIT));
        assertThat(docker.inventory(Side.PUPPET_CONSUL)).noneMatch(line -> line.contains(spare));
    }

    @Test
    void hostThatCarriedReplicasUndoesAllAndLeavesNothing() throws Exception {
        ApplicationStatus status = backend.apply(application("web", "")).await(LIMIT);
        assertThat(hosts(status)).containsExactly(spare);
        assertThat(onMachine("ls /etc/systemd/system | grep ^parallax-; ip -4 -o address show dev parallax0"))
                .contains("parallax-haproxy.service", "parallax-removal-web-0", "10.78.128.");
        assertThatThrownBy(() -> backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("web-0 of removal")
                .hasMessageContaining("drain it first");
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        backend.drain(spare, LIMIT);

        RemovedHost removed = backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT));

        assertThat(removed.wasThere()).isTrue();
        assertThat(removed.givenUp()).isEmpty();
        assertThat(removed.left()).singleElement().asString().contains("Consul agent");
        assertThat(host()).isEmpty();
        assertThatNothingIsKnown();
        assertThat(
                        onMachine(
                                "ls /etc/systemd/system /etc/parallax /etc/consul.d/parallax; cat /etc/hosts; ip link; ls /etc/consul.d"))
                .doesNotContain(
                        "parallax-haproxy",
                        "parallax-keepalived",
                        "removal",
                        "parallax0",
                        "haproxy.cfg",
                        "parallax-host.json");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        onMachine("systemctl is-active parallax-host || true").strip())
                .isEqualTo("inactive"));
        assertThat(backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isEqualTo(RemovedHost.absent(spare));

        extras.remove(spare);
        extras.make(enrolment());
        await().atMost(LIMIT).until(() -> host().filter(found -> found.alive() && !found.cordoned())
                .isPresent());
        assertThat(hosts(backend.apply(application("web", "")).await(LIMIT)))
                .as("it is a host as any other again")
                .containsExactly(spare);
    }

    @Test
    void lostHostGivesUpWhatItCarried() throws Exception {
        String storage = "storage: {data: {path: /var/lib/removal, size: 10Mi, keep: true}}";
        Application application = application("web", storage);
        assertThat(hosts(backend.apply(application).await(LIMIT))).containsExactly(spare);
        machine().kill();
        await().atMost(LIMIT).until(() -> host().filter(found -> !found.alive()).isPresent());
        assertThatThrownBy(() -> backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("--lost");

        RemovedHost removed = backend.removeHost(spare, new RemoveHostOptions(Machine.LOST, LIMIT));

        assertThat(removed.givenUp())
                .contains("web-0 of removal goes elsewhere", "the kept storage of web-0 of removal is given up");
        assertThat(host()).isEmpty();
        assertThatNothingIsKnown();
        assertThat(consul.get("/v1/catalog/node/" + spare).isObject()).isFalse();
        assertThat(consul.get("/v1/agent/members").findValuesAsText("Name")).doesNotContain(spare);
        // Pinned to the host that is gone, it has no place; where it may go, it begins with empty storage.
        ApplicationStatus elsewhere =
                backend.apply(application("web", storage, "")).await(LIMIT);
        assertThat(hosts(elsewhere)).doesNotContain(spare).hasSize(1);
    }

    @Test
    void removalThatDoesNotComeToItsEndGoesOnWhenItIsAskedForAgain() throws Exception {
        machine().exec(LIMIT, "systemctl", "stop", "parallax-host").orThrow();
        assertThatThrownBy(
                        () -> backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, Duration.ofSeconds(2))))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("is parallax-host running there?");
        assertThat(host().flatMap(HostStatus::trouble)).contains("being removed");
        machine().exec(LIMIT, "systemctl", "start", "parallax-host").orThrow();

        assertThat(backend.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT))
                        .wasThere())
                .isTrue();

        assertThatNothingIsKnown();
    }

    @Test
    void aTokenByTheRulesForOperatorsIsEnough() throws Exception {
        String secret = UUID.randomUUID().toString();
        consul.grant("operator-it", ConsulPolicies.operator(), secret);
        BackendSettings settings = side.settings();
        Parallax.BackendBuilder builder = Parallax.backend("puppet-consul");
        settings.names()
                .forEach(name -> builder.with(
                        name,
                        name.equals("consul-operator-token")
                                ? secret
                                : settings.get(name).orElseThrow()));
        machine().kill();
        await().atMost(LIMIT).until(() -> host().filter(found -> !found.alive()).isPresent());
        try (Backend operator = builder.open()) {
            assertThat(operator.removeHost(spare, new RemoveHostOptions(Machine.LOST, LIMIT))
                            .left())
                    .isEmpty();
        } finally {
            consul.forget("operator-it");
        }
        assertThatNothingIsKnown();
        assertThat(consul.get("/v1/catalog/node/" + spare).isObject()).isFalse();
    }

    @Test
    void tokenOfAControllerRemovesNothing() {
        try (Backend controller = backend(setting -> !setting.equals("consul-operator-token"))) {
            assertThatThrownBy(() -> controller.removeHost(spare, new RemoveHostOptions(Machine.DRAINED, LIMIT)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("operator.hcl");
        }
        assertThat(host().flatMap(HostStatus::trouble).orElse("")).doesNotContain("being removed");
        assertThat(host().filter(HostStatus::cordoned)).isEmpty();
    }

    private static Backend backend(Predicate<String> wanted) {
        BackendSettings settings = side.settings();
        Parallax.BackendBuilder builder = Parallax.backend("puppet-consul");
        settings.names().stream()
                .filter(wanted)
                .forEach(name -> builder.with(name, settings.get(name).orElseThrow()));
        return builder.open();
    }

    private static void assertThatNothingIsKnown() {
        JsonNode keys = consul.get("/v1/kv/?keys");
        assertThat(keys.toString()).doesNotContain(spare);
        for (String document : List.of(
                "parallax/host-removals",
                "parallax/cordoned-hosts",
                "parallax/storage",
                "parallax/controller/lost-hosts")) {
            assertThat(consul.document(document).map(JsonNode::toString).orElse(""))
                    .doesNotContain(spare);
        }
        assertThat(consul.get("/v1/acl/policy/name/parallax-" + spare).isMissingNode())
                .isTrue();
        assertThat(consul.get("/v1/acl/tokens").toString()).doesNotContain(spare);
    }

    private static Enrolment enrolment() {
        return new Enrolment(
                spare,
                Enrolment.Agent.USUAL,
                Map.of("extra", "yes"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("eth0"),
                FleetProfile.RECONCILED);
    }

    private static Optional<HostStatus> host() {
        return backend.hosts().stream()
                .filter(found -> found.name().equals(spare))
                .findFirst();
    }

    private static ContainerHost machine() {
        return docker.host("parallax-pc-extra-" + spare).orElseThrow();
    }

    private static String onMachine(String script) {
        return machine().sh(LIMIT, script);
    }

    private static List<String> hosts(ApplicationStatus status) {
        return status.roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .map(ReplicaStatus::host)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Application application(String role, String storage) {
        return application(role, storage, "pin: {extra: \"yes\"}, ");
    }

    private static Application application(String role, String storage, String pin) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: removal, version: "1"}
                services: {%1$s: {role: %1$s, ports: {http: {port: 80, target: http}}}}
                roles:
                  %1$s:
                    replicas: {%3$scount: 1}
                    %2$s
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080"}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(role, storage, pin), "removal.yaml", Path.of("."));
    }
}
