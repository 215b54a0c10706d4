package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Hosts have one version of each package, while applications change and beside each other. */
@NullUnmarked
class PinnedPackagesTest {
    private PaperFleet fleet = new PaperFleet(2);

    private static Application shop(String version, int count, String packages) {
        return application("shop", version, count, packages);
    }

    private static Application application(String name, String version, int count, String packages) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %1$s, version: "%2$s"}
                steps: {migrate: {use: web/app, command: [/bin/migrate]}}
                roles:
                  web:
                    replicas: {count: %3$d, update: {deadline: 1m, onFailure: rollback}}
                    requires: [{step: migrate}]
                    components:
                      app: {artifact: {image: "web:1", packages: [%4$s]}, command: [/bin/web]}
                """.formatted(name, version, count, packages), name + ".yaml", Path.of("."));
    }

    private void deploy(Application application) {
        fleet.want(application);
        fleet.settle();
        assertThat(fleet.status(application.name()).isReady()).isTrue();
    }

    private String pin(String host) {
        return fleet.data(host).path("parallax::pins").path("shop").asText();
    }

    private ControllerStatus said(String application) {
        return fleet.world().apps().get(application).status().value().orElseThrow();
    }

    @Test
    void aHostIsToldOneVersionWhileOldAndNewAreThere() {
        fleet = new PaperFleet(1);
        deploy(shop("1", 2, "shop=1"));
        assertThat(fleet.data("h1").has("parallax::pins")).isFalse();
        TreeSet<String> held = new TreeSet<>();

        fleet.want(shop("2", 2, "shop=2"));
        fleet.settle(now ->
                held.add(now.data("h1").path("parallax::pins").path("shop").asText()));

        assertThat(held).as("the newer one, or nothing where all agree").containsExactly("", "2");
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").has("parallax::pins")).isFalse();
    }

    @Test
    void theWayBackIsNewerThanWhatItComesFrom() {
        fleet = new PaperFleet(1);
        deploy(shop("1", 2, "shop=1"));
        List<String> held = new ArrayList<>();

        fleet.want(shop("2", 2, "shop=2"));
        fleet.settle(now -> held.add(pin("h1")));
        assertThat(held).contains("2").doesNotContain("1");
        held.clear();
        fleet.want(shop("1", 2, "shop=1"));
        fleet.settle(now -> held.add(pin("h1")));

        assertThat(held).contains("1");
        assertThat(held.subList(held.indexOf("1"), held.size())).doesNotContain("2");
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").has("parallax::pins")).isFalse();
    }

    @Test
    void aStepLeavesHostsWithOlderPackagesAlone() {
        deploy(shop("1", 1, "shop=1"));
        String old = fleet.running().get("shop-web-0");
        Map<String, String> steps = new TreeMap<>();

        fleet.want(shop("2", 1, "shop=2"));
        fleet.settle(now -> note(now, steps));

        assertThat(steps).containsOnlyKeys("shop-migrate-2-1").doesNotContainValue(old);
    }

    @Test
    void aStepComesToARolesHostWherePackagesAreTheSame() {
        deploy(shop("1", 1, "shop=1, log"));
        String old = fleet.running().get("shop-web-0");
        Map<String, String> steps = new TreeMap<>();

        fleet.want(shop("2", 1, "shop=1, log=2"));
        fleet.settle(now -> note(now, steps));

        assertThat(steps).isEqualTo(Map.of("shop-migrate-2-1", old));
    }

    @Test
    void whatAStepHadInstalledStaysUntilTheOldReplicaHasIt() {
        fleet = new PaperFleet(1);
        deploy(shop("1", 1, "shop=1"));
        List<String> held = new ArrayList<>();

        fleet.want(shop("2", 1, "shop=2"));
        fleet.settle(now -> held.add(
                now.desired("shop").orElseThrow().revision() == 2
                                && now.data("h1")
                                        .path("parallax::replicas")
                                        .toString()
                                        .contains("shop=1")
                        ? pin("h1")
                        : "all"));

        assertThat(held.subList(held.indexOf("2"), held.size())).containsOnly("2", "all");
        assertThat(held.lastIndexOf("2")).isLessThan(held.indexOf("all") < 0 ? held.size() : held.lastIndexOf("all"));
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void aStepThatRanForAnotherRevisionOfItsVersionHasInstalledWhatThatWanted() {
        deploy(shop("1", 2, "shop=1"));
        fleet.order("shop", desired -> desired.held());
        fleet.want(shop("1", 2, "shop=2"));
        fleet.settle(now -> assertThat(List.of(pin("h1"), pin("h2")))
                .as("while it is paused")
                .containsOnly(""));

        fleet.order("shop", desired -> desired.released(fleet.now()));
        fleet.settle(now -> List.of("h1", "h2").forEach(host -> {
            boolean follows =
                    now.data(host).path("parallax::replicas").toString().contains("shop=2");
            assertThat(pin(host)).as(host).isEqualTo("");
            assertThat(now.data(host).toString().contains("shop=2"))
                    .as("whether %s installs it: %s", host, now.data(host))
                    .isEqualTo(follows);
        }));

        assertThat(fleet.stepRuns()).containsOnlyKeys("shop-migrate-1-1");
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void theWayBackLeavesPackagesToReplicasThatHaveYetToFollow() {
        deploy(shop("1", 2, "shop=1"));
        deploy(shop("2", 2, "shop=2"));

        fleet.want(shop("1", 2, "shop=1"));
        fleet.settle(now -> List.of("h1", "h2").forEach(host -> {
            if (now.data(host).path("parallax::replicas").toString().contains("shop=2")) {
                assertThat(pin(host)).as(host).isIn("", "2");
            }
        }));

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(List.of(pin("h1"), pin("h2"))).containsOnly("");
    }

    @Test
    void recordsOfStepsThatDoNotSayWhatWasInstalledStayReadable() {
        deploy(shop("1", 1, "shop=1"));
        String key = Keys.step("shop", "1", "migrate");
        String record = fleet.value(key).orElseThrow();
        assertThat(record).contains("\"packages\":{\"shop\":\"1\"}");

        fleet.put(key, record.replaceAll(",\"installed\".*", "}"));

        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void applicationsOfDifferentVersionsDoNotShareAHost() {
        fleet = new PaperFleet(3);
        deploy(application("mine", "1", 2, "lib=1"));
        deploy(application("yours", "1", 1, "lib=2"));

        assertThat(fleet.running().get("yours-web-0"))
                .isNotEqualTo(fleet.running().get("mine-web-0"))
                .isNotEqualTo(fleet.running().get("mine-web-1"));
        assertThat(fleet.running()).hasSize(3);
    }

    @Test
    void whoFitsNowhereIsToldWhosePackageIsThere() {
        deploy(application("mine", "1", 2, "lib=1"));
        fleet.want(application("yours", "1", 1, "lib=2"));
        fleet.settle();

        assertThat(said("yours").refusals())
                .singleElement()
                .asString()
                .contains("h1 has package lib at 1 for mine/web-", ", 2 needed");
        assertThat(said("yours").waiting().toString())
                .contains("step migrate waits for a host", "has package lib at 1 for mine/web-");
    }

    @Test
    void aStepThatNoHostTakesFailsAtTheDeadlineOfTheRolloutAndGoesBack() {
        deploy(application("mine", "1", 1, "lib=1"));
        deploy(application("yours", "1", 2, "lib=1"));
        fleet.cordon("h2");
        fleet.want(application("mine", "2", 1, "lib=2"));
        fleet.settle();
        assertThat(said("mine").waiting())
                .contains("step migrate waits for a host: h1 has package lib at 1 for yours/web-1; h2 is cordoned");
        assertThat(fleet.failure("mine")).isEmpty();

        fleet.pass(Duration.ofSeconds(59));
        fleet.settle();
        assertThat(fleet.failure("mine")).isEmpty();
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();

        assertThat(fleet.desired("mine").orElseThrow().rolledBackFrom()).contains(2L);
        assertThat(fleet.desired("mine").orElseThrow().reason().orElseThrow())
                .startsWith(
                        "step migrate has waited for a host for longer than 60 s: h1 has package lib at 1 for yours/");
        assertThat(fleet.status("mine").isReady()).isTrue();
        assertThat(said("mine").hostless()).isEmpty();
    }

    @Test
    void aStepThatNoHostTakesAgainFailsToo() {
        fleet = new PaperFleet(1);
        deploy(application("mine", "1", 1, "lib=1"));
        fleet.stepSucceeds(key -> false);
        fleet.want(application("mine", "2", 1, "lib=2"));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);
        fleet.hostsAct();
        fleet.lose("h1");
        fleet.settle();

        assertThat(said("mine").waiting().toString()).contains("step migrate waits for a host: h1 does not answer");
        fleet.pass(Duration.ofSeconds(60));
        fleet.settle();

        assertThat(fleet.desired("mine").orElseThrow().reason().orElseThrow())
                .isEqualTo("step migrate has waited for a host for longer than 60 s: h1 does not answer");
    }

    @Test
    void aStepThatNoHostTakesIsNotedOnceAlsoWhereTheApplyingClockIsAhead() {
        fleet = new PaperFleet(1);
        deploy(application("yours", "1", 1, "lib=1"));
        fleet.want(application("mine", "1", 1, "lib=2"));
        fleet.order(
                "mine",
                desired -> new Desired(
                        desired.revision(),
                        desired.version(),
                        desired.state(),
                        desired.keepStorage(),
                        fleet.now().plusSeconds(30),
                        Optional.empty(),
                        Optional.empty()));
        fleet.settle();
        assertThat(said("mine").hostless())
                .containsEntry("step migrate", fleet.now().plusSeconds(30));

        fleet.pass(Duration.ofSeconds(10));

        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void whatLeavesForAnotherVersionThatNoHostTakesFailsAtTheDeadlineAndGoesBack() {
        deploy(free("mine", "1", 1, "lib=1"));
        deploy(free("yours", "1", 2, "lib=1"));

        fleet.want(free("mine", "2", 1, "lib=2"));
        fleet.settle();
        assertThat(fleet.failure("mine")).isEmpty();
        fleet.pass(Duration.ofSeconds(60));
        fleet.settle();

        assertThat(fleet.desired("mine").orElseThrow().rolledBackFrom()).contains(2L);
        assertThat(fleet.desired("mine").orElseThrow().reason().orElseThrow())
                .contains("web-0 has no host: h1 has package lib at 1 for yours/web-");
        assertThat(fleet.status("mine").isReady()).isTrue();
    }

    /** The same without a step. */
    private static Application free(String name, String version, int count, String packages) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %1$s, version: "%2$s"}
                roles:
                  web:
                    replicas: {count: %3$d, update: {deadline: 1m, onFailure: rollback}}
                    components:
                      app: {artifact: {image: "web:1", packages: [%4$s]}, command: [/bin/web]}
                """.formatted(name, version, count, packages), name + ".yaml", Path.of("."));
    }

    @Test
    void twoApplicationsThatGoToOneVersionTogetherDoNotWaitForEachOthersSteps() {
        fleet = new PaperFleet(1);
        deploy(application("mine", "1", 1, "lib=1"));
        deploy(application("yours", "1", 1, "lib=1"));

        fleet.want(application("mine", "2", 1, "lib=2"));
        fleet.want(application("yours", "2", 1, "lib=2"));
        fleet.settle(now -> now.data("h1").path("parallax::steps").forEach(step -> {
            if (step.toString().contains("lib=2")) {
                assertThat(now.data("h1").path("parallax::pins").path("lib").asText("2"))
                        .isEqualTo("2");
            }
        }));

        assertThat(fleet.stepRuns()).containsKeys("mine-migrate-2-1", "yours-migrate-2-1");
        assertThat(fleet.status("mine").isReady()).isTrue();
        assertThat(fleet.status("yours").isReady()).isTrue();
        assertThat(fleet.data("h1").toString()).doesNotContain("lib=1");
    }

    @Test
    void aVersionThatContradictsAnotherApplicationMovesAway() {
        deploy(application("mine", "1", 1, "lib=1"));
        deploy(application("yours", "1", 2, "lib=1"));
        assertThat(fleet.running().values()).contains(fleet.running().get("mine-web-0"), "h1", "h2");
        fleet.addHost("h3");

        deploy(application("mine", "2", 1, "lib=2"));

        assertThat(fleet.running().entrySet())
                .filteredOn(replica -> replica.getKey().startsWith("mine-"))
                .extracting(Map.Entry::getValue)
                .containsExactly("h3");
    }

    @Test
    void whatKeepsItsStorageStaysAsItIsAndSaysWhy() {
        fleet = new PaperFleet(1);
        deploy(store("1"));
        deploy(application("yours", "1", 1, "lib=1"));

        fleet.want(store("2"));
        fleet.settle();

        assertThat(fleet.data("h1").toString()).contains("lib=1").doesNotContain("lib=2");
        assertThat(said("store").waiting())
                .containsExactly("db-0 waits for room: h1 has package lib at 1 for yours/web-0, 2 needed, and its kept"
                        + " storage is there");
    }

    private static Application store(String version) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: store, version: "%1$s"}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    components:
                      sql: {artifact: {image: "db:1", packages: [lib=%1$s]}, command: [/bin/db]}
                """.formatted(version), "store.yaml", Path.of("."));
    }

    private static void note(PaperFleet fleet, Map<String, String> steps) {
        for (String host : List.of("h1", "h2")) {
            fleet.data(host).path("parallax::steps").fieldNames().forEachRemaining(key -> steps.put(key, host));
        }
    }
}
