package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The order, the gates and the replacement of a fleet that Puppet visits now and then. */
@NullUnmarked
class ClassicFleetTest {
    private final PaperFleet fleet = new PaperFleet(4, Optional.of(FleetProfile.CLASSIC));

    private static Application shop(String version) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%1$s"}
                services: {db: {role: db, ports: {sql: 3306}}}
                roles:
                  db:
                    replicas: 1
                    components:
                      db:
                        artifact: {image: "db:%1$s"}
                        command: [/bin/db, "%1$s"]
                        ports: {sql: 3306}
                        checks: {ready: {tcp: sql}}
                  web:
                    replicas: {count: 3, update: {maxUnavailable: 1, deadline: 1m, onFailure: rollback}, recovery: {hostLostAfter: 1s}}
                    requires: [{service: db, timeout: 1m}]
                    components:
                      app:
                        artifact: {image: "web:%1$s"}
                        command: [/bin/web, "%1$s"]
                        ports: {http: 8080}
                        checks: {ready: {http: /, port: http, every: 1s}}
                """.formatted(version), "shop.yaml", Path.of("."));
    }

    private void deploy() {
        fleet.want(shop("1"));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    private List<PlacedReplica> replicas(String role) {
        return fleet.world().apps().get("shop").placement().value().stream()
                .filter(replica -> replica.role().equals(role))
                .toList();
    }

    private long at(String role, long revision) {
        return replicas(role).stream()
                .filter(replica -> replica.revision() == revision)
                .count();
    }

    private Optional<String> gate(String name) {
        return fleet.value(Keys.GATES + name);
    }

    @Test
    void noGateIsShutWhileAnApplicationIsDeployedFirst() {
        fleet.want(shop("1"));
        fleet.settle(now -> assertThat(now.world().gates()).isEmpty());

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.value(Keys.PROFILE)).contains("classic");
    }

    @Test
    void upgradeShutsAllAndLetsOneHostOfEachRoleRunAfterTheOtherInTheOrderOfWhatRolesRequire() {
        deploy();
        TreeSet<Long> atOnce = new TreeSet<>();
        fleet.want(shop("2"));
        fleet.settle(now -> {
            long moving = replicas("web").stream()
                    .filter(replica -> replica.phase() == Phase.STARTING)
                    .count();
            atOnce.add(moving);
            assertThat(replicas("web")).noneMatch(replica -> replica.phase() == Phase.DRAINING);
            if (at("db", 1) > 0) {
                assertThat(at("web", 2)).as("before what it requires").isZero();
            }
            if (at("db", 2) > 0 && at("web", 1) > 0 && gate("global").isPresent()) {
                replicas("web").stream()
                        .filter(replica -> replica.revision() == 1
                                && !replica.host().equals(replicas("db").get(0).host()))
                        .forEach(replica -> assertThat(now.mayRun(replica.host()))
                                .as("an outdated host")
                                .isFalse());
            }
        });

        assertThat(atOnce).contains(1L).doesNotContain(2L, 3L);
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.world().gates()).as("opened again").isEmpty();
    }

    @Test
    void hostThatFailsKeepsItsPlaceUntilSomebodyPutsItRight() {
        deploy();
        fleet.healthy(replica -> !replica.path("version").asText().equals("2")
                || !replica.path("role").asText().equals("web"));
        fleet.want(shop("2"));
        fleet.settle();
        fleet.pass(Duration.ofHours(1));
        fleet.settle();

        assertThat(at("web", 2)).isEqualTo(1);
        assertThat(at("web", 1)).isEqualTo(2);
        assertThat(fleet.failure("shop")).isEmpty();
        assertThat(fleet.desired("shop").orElseThrow().revision())
                .as("no way back")
                .isEqualTo(2);
        assertThat(gate("global")).as("nobody else may run").contains("false upgrade");

        fleet.healthy(replica -> true);
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void hostThatDoesNotValidateKeepsItsPlaceThoughItsReplicaServes() {
        deploy();
        fleet.want(shop("2"));
        fleet.validates(host -> false);
        fleet.settle();
        assertThat(at("web", 2)).isEqualTo(1);

        fleet.validates(host -> true);
        fleet.settle();
        assertThat(at("web", 2)).isEqualTo(3);
    }

    @Test
    void whatALostHostCarriedIsPlacedAnewByTheNextJobThatKeepsTheCounts() {
        deploy();
        String lost = replicas("web").get(0).host();
        fleet.pass(Duration.ofMinutes(7));
        fleet.lose(lost);
        fleet.settle();
        fleet.pass(Duration.ofMinutes(22));
        fleet.settle();
        assertThat(replicas("web")).extracting(PlacedReplica::host).contains(lost);
        assertThat(fleet.decide().lookAgain()).contains(fleet.now().plus(Duration.ofMinutes(1)));

        fleet.pass(Duration.ofMinutes(1));
        fleet.settle();
        assertThat(replicas("web")).extracting(PlacedReplica::host).doesNotContain(lost);
    }

    @Test
    void whatAnOperatorWroteAboutGatesStays() {
        deploy();
        fleet.put(Keys.GATES + "global", "false");
        fleet.put(Keys.GATES + "host/h9", "true");
        fleet.want(shop("2"));
        fleet.settle();

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.world().gates()).hasSize(2);
        assertThat(gate("global")).contains("false");
    }

    @Test
    void waitsForWhatIsRequiredWithoutEnd() {
        fleet.healthy(replica -> !replica.path("role").asText().equals("db"));
        fleet.want(shop("1"));
        fleet.settle();
        fleet.pass(Duration.ofHours(1));
        fleet.settle();
        assertThat(fleet.failure("shop")).isEmpty();
        assertThat(fleet.world().apps().get("shop").status().value())
                .map(ControllerStatus::phase)
                .contains("progressing");
    }
}
