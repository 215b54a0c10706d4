package dev.parallax.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.Parallax;
import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Setting;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.Rollout;
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
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.image.PrintedProgress;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.host.Enrolment;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files of the operators' own on a host beside the lab's four, chosen by its name and its labels. */
@OnFleet
final class OwnHieraDataIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String HOST = "pc-own1";
    private static final String DATA = "/etc/parallax/data/";
    private static final String INTERVAL = "parallax::balancer::check_interval_ms";
    private static final String UNIT = "parallax-own-web-0-server.service";

    private static Lab lab;
    private static Docker docker;
    private static FleetExtraHosts extras;
    private static Backend backend;

    @BeforeAll
    static void bringUp() throws Exception {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        docker = Docker.connect();
        LabContext context = new LabContext(docker, Places.ofThisUser(), Progress.NONE);
        extras = new FleetExtraHosts(context);
        var settings = new FleetSide(context, FleetProfile.RECONCILED).settings();
        Parallax.BackendBuilder builder = Parallax.backend("puppet-consul");
        settings.names().forEach(name -> builder.with(name, settings.get(name).orElseThrow()));
        backend = builder.open();
        extras.make(new Enrolment(
                HOST,
                Enrolment.Agent.USUAL,
                Map.of("own", "yes", "role", "web", "environment", "production"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FleetProfile.RECONCILED));
        await().atMost(LIMIT).until(() -> backend.hosts().stream()
                .anyMatch(host -> host.name().equals(HOST) && host.alive()));
        backend.apply(application("500")).await(LIMIT);
        awaitInterval(500);
    }

    @AfterAll
    static void leaveNothing() throws Exception {
        backend.delete("own", new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        extras.remove(HOST);
        backend.removeHost(HOST, new RemoveHostOptions(Machine.LOST, LIMIT));
        backend.close();
        docker.close();
        lab.close();
    }

    @AfterEach
    void forget() {
        machine().sh(LIMIT, "rm -rf " + DATA);
        awaitInterval(500);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(status().trouble()).isEmpty());
    }

    @Test
    void theMostSpecificFileThatHasASettingDecides() {
        write("common.yaml", INTERVAL + ": 601\nparallax::balancer::fall: 7\n");
        awaitInterval(601);
        write("environment/production.yaml", INTERVAL + ": 602");
        write("environment/staging.yaml", INTERVAL + ": 699");
        awaitInterval(602);
        write("role/web.yaml", INTERVAL + ": \"%{alias('site::interval')}\"\nsite::interval: 603\n");
        awaitInterval(603);
        write("role/web/environment/production.yaml", INTERVAL + ": 604");
        awaitInterval(604);
        write("host/" + HOST + ".yaml", INTERVAL + ": 605");
        awaitInterval(605);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(status().settings())
                .contains(
                        new Setting(INTERVAL, "605", DATA + "host/" + HOST + ".yaml"),
                        new Setting("parallax::balancer::fall", "7", DATA + "common.yaml"),
                        new Setting("parallax::balancer::rise", "2", "module"),
                        new Setting("parallax::drain_seconds", "1.0", "controller")));
        assertThat(machine()
                        .sh(
                                LIMIT,
                                "puppet lookup --explain --hiera_config /usr/lib/parallax/puppet/hiera.yaml"
                                        + " --modulepath /usr/lib/parallax/puppet/modules " + INTERVAL))
                .contains(DATA + "host/" + HOST + ".yaml", "Found key: \"" + INTERVAL + "\" value: 605");

        machine().sh(LIMIT, "rm " + DATA + "host/" + HOST + ".yaml");
        awaitInterval(604);
    }

    @Test
    void anotherLabelChoosesOtherFiles() {
        write("environment/production.yaml", INTERVAL + ": 602");
        write("environment/staging.yaml", INTERVAL + ": 606");
        awaitInterval(602);

        String relabel = "sed -i 's/%s/%s/' /etc/consul.d/parallax-host.json && systemctl reload consul";
        machine().sh(LIMIT, relabel.formatted("production", "staging"));
        awaitInterval(606);
        machine().sh(LIMIT, relabel.formatted("staging", "production"));
        awaitInterval(602);
    }

    @Test
    void whatIsTheControllersIsRefusedByFileAndKeyAndNothingIsTouched() {
        write("common.yaml", INTERVAL + ": 601");
        awaitInterval(601);
        String process = process();

        write("role/web.yaml", INTERVAL + ": 603\nparallax::replicas: {}\n");

        awaitTrouble("last run failed: " + DATA + "role/web.yaml:2: parallax::replicas is the controller's own");
        assertThat(interval()).isEqualTo("601");
        assertThat(process()).isEqualTo(process);
        assertThat(backend.observe("own").orElseThrow().isReady()).isTrue();

        write("role/web.yaml", INTERVAL + ": 603\n");
        awaitInterval(603);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(status().trouble()).isEmpty());
        assertThat(process()).isEqualTo(process);
    }

    @Test
    void brokenYamlIsNamedByFileAndLineUntilItIsMended() {
        write("common.yaml", INTERVAL + ": 601");
        awaitInterval(601);

        write("common.yaml", "# mine\n" + INTERVAL + ": 607\n  nonsense: [\n");

        awaitTrouble("last run failed: " + DATA + "common.yaml:3: not YAML: ");
        assertThat(interval()).isEqualTo("601");
        assertThat(status().settings())
                .as("those that are in force")
                .contains(new Setting(INTERVAL, "601", DATA + "common.yaml"));

        write("common.yaml", "# mine\n" + INTERVAL + ": 607\n");
        awaitInterval(607);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(status().trouble()).isEmpty());
    }

    @Test
    void aSettingThatChangesUnitsIsNoChangeByHandAlsoWhereThoseAreOnlyReported() throws Exception {
        assertThat(unit()).contains("Restart=always");

        write("common.yaml", "parallax::restart: puppet");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(unit()).contains("Restart=no"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(status().settings())
                .contains(new Setting("parallax::restart", "puppet", DATA + "common.yaml")));
        assertThat(backend.drift("own").differences()).isEmpty();
        machine().sh(LIMIT, "rm -r " + DATA);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(unit()).contains("Restart=always"));
    }

    @Test
    void whatWaitsForTheHostSaysWhichFileItWaitsForAndGoesOnWhenThatIsMended() throws Exception {
        write("role/web.yaml", "parallax::replicas: {}\n");
        awaitTrouble("last run failed: " + DATA + "role/web.yaml:1: ");
        String process = process();

        Rollout rollout = backend.apply(application("501"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(errors())
                .singleElement()
                .asString()
                .startsWith(DATA + "role/web.yaml:1: parallax::replicas is the controller's own"));
        assertThat(process()).as("the one from before").isEqualTo(process);

        write("role/web.yaml", "# mended\n");
        assertThat(rollout.await(LIMIT).isReady()).isTrue();
        assertThat(process()).isNotEqualTo(process);
    }

    private static List<String> errors() {
        return backend.observe("own").orElseThrow().roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .flatMap(replica -> replica.lastError().stream())
                .toList();
    }

    private static Application application(String odd) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: own, version: "1"}
                services: {web: {role: web, ports: {http: {port: 80, target: http}}}}
                roles:
                  web:
                    replicas: {pin: {own: "yes"}, count: 1, drift: report}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18081", ODD: "%s"}
                        ports: {http: 18081}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(odd), "own.yaml", Path.of("."));
    }

    private static void write(String path, String content) {
        machine().sh(LIMIT, "mkdir -p $(dirname " + DATA + path + ")");
        machine().write(List.of(HostFile.text(DATA + path, content)));
    }

    private static void awaitInterval(int expected) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(interval()).isEqualTo(Integer.toString(expected)));
    }

    private static String interval() {
        return machine()
                .sh(LIMIT, "sed -n 's/.*check inter \\([0-9]*\\)ms.*/\\1/p' /etc/parallax/haproxy.cfg")
                .strip();
    }

    private static void awaitTrouble(String beginning) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(status().trouble().orElse("")).startsWith(beginning));
    }

    private static String process() {
        return machine().sh(LIMIT, "systemctl show --property=MainPID --value " + UNIT);
    }

    private static String unit() {
        return machine().sh(LIMIT, "cat /etc/systemd/system/" + UNIT);
    }

    private static HostStatus status() {
        return backend.hosts().stream()
                .filter(host -> host.name().equals(HOST))
                .findFirst()
                .orElseThrow();
    }

    private static ContainerHost machine() {
        return docker.host("parallax-pc-extra-" + HOST).orElseThrow();
    }
}
