package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of replicas for which more is set aside than their hosts have. */
@NullUnmarked
class GrowthTest {
    private static final String PLAIN = "{maxUnavailable: 1, deadline: 1m}";

    private PaperFleet fleet;

    @BeforeEach
    void hostsOfOneCore() {
        fleet = new PaperFleet(2);
        fleet.cpu(1000);
    }

    /** A role that keeps storage, and one of which any number may share a host: each with so much set aside. */
    private static Application shop(int db, int count, String update, int web, String limits) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    replicas: {update: {deadline: 1m}}
                    components:
                      sql: {artifact: {image: "db:1"}, command: [/bin/db], requests: {cpu: %dm}}
                  web:
                    replicas: {count: %d, update: %s}
                    components:
                      app: {artifact: {image: "web:1"}, command: [/bin/web], requests: {cpu: %dm}, limits: {%s}}
                """.formatted(db, count, update, web, limits), "shop.yaml", Path.of("."));
    }

    private static Application shop(int db, int count, int web) {
        return shop(db, count, PLAIN, web, "");
    }

    private void deploy(Application application) {
        fleet.want(application);
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    private Map<String, String> web() {
        Map<String, String> web = new TreeMap<>(fleet.running());
        web.keySet().removeIf(name -> !name.startsWith("shop-web"));
        return web;
    }

    private String home() {
        return fleet.running().get("shop-db-0");
    }

    private static long ready(PaperFleet fleet) {
        return ready(fleet, "web");
    }

    private static long ready(PaperFleet fleet, String role) {
        return fleet.status("shop").roles().get(role).replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    private ControllerStatus said() {
        return fleet.world().apps().get("shop").status().value().orElseThrow();
    }

    @Test
    void moveWhereTheirHostHasNoRoom() {
        deploy(shop(700, 2, 300));
        assertThat(web().values()).containsExactlyInAnyOrder("h1", "h2");

        fleet.want(shop(700, 2, 400));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));

        assertThat(web()).hasSize(2).doesNotContainValue(home());
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void stayWhereTheirHostHasRoom() {
        deploy(shop(600, 2, PLAIN, 300, "cpu: 1"));
        Map<String, String> before = web();

        deploy(shop(600, 2, PLAIN, 400, "cpu: 2"));

        assertThat(web()).isEqualTo(before);
    }

    @Test
    void areNotRestartedWhereMoreIsSetAsideAloneAndThereIsRoom() {
        deploy(shop(600, 2, 300));

        fleet.want(shop(600, 2, 400));
        fleet.settle(now -> assertThat(ready(now)).isEqualTo(2));

        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void areToldWithWhatEachHostLacksWhenTheyFitNowhere() {
        deploy(shop(300, 2, 500));

        fleet.want(shop(300, 2, 800));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(ready(fleet)).isEqualTo(1);
        assertThat(said().refusals())
                .singleElement()
                .asString()
                .contains("has no host")
                .contains("h1 has ")
                .contains("h2 has ")
                .contains("cpu left, 800m needed");
        assertThat(said().failure().orElseThrow()).contains("cpu left, 800m needed");
    }

    @Test
    void serveOnAtTheOldVersionWhereNothingMayBeMissingAndNoHostHasRoom() {
        String strict = "{maxUnavailable: 0, maxSurge: 1, deadline: 1m}";
        deploy(shop(300, 2, strict, 500, ""));

        fleet.want(shop(300, 2, strict, 800, ""));
        fleet.settle(now -> assertThat(ready(now)).isEqualTo(2));
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle(now -> assertThat(ready(now)).isEqualTo(2));

        assertThat(said().failure().orElseThrow()).contains("web-2 has no host").contains("800m needed");
    }

    @Test
    void stayWithTheStorageTheyKeepAndAreTold() {
        deploy(shop(500, 0, 1));

        fleet.want(shop(1100, 0, 1));
        fleet.settle();
        String text =
                "db-0 waits for room: " + home() + " has 1000m cpu left, 1100m needed, and its kept storage is there";
        assertThat(said().waiting()).contains(text);
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(fleet.running()).containsKey("shop-db-0");
        assertThat(said().failure()).contains(text);
    }

    @Test
    void leaveRoomForEachOtherOneAfterTheOther() {
        deploy(shop(1000, 2, 400));
        assertThat(web()).hasSize(2).doesNotContainValue(home());
        PaperFleet larger = fleet;
        larger.addHost("h3");

        larger.want(shop(1000, 2, 600));
        larger.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));

        assertThat(web().values()).doesNotHaveDuplicates().hasSize(2).doesNotContain(home());
        assertThat(larger.status("shop").isReady()).isTrue();
    }

    @Test
    void keepWhatTheyHoldUntilTheyHaveShrunk() {
        String both = "{maxUnavailable: 2, deadline: 1m}";
        fleet = new PaperFleet(1);
        fleet.cpu(1000);
        deploy(shop(1, 1, both, 800, "cpu: 1"));

        fleet.want(shop(1, 2, both, 400, "cpu: 2"));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);
        assertThat(said().refusals()).singleElement().asString().contains("web-1 has no host: h1 has 199m cpu left");
        fleet.settle();

        assertThat(web()).hasSize(2);
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    /** A role whose second version requires a step, which fails. */
    private static Application site(int version, int web) {
        return site(version, 1, PLAIN, web);
    }

    private static Application site(int version, int count, String update, int web) {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%d"}
                steps: {migrate: {use: web/app, command: [/bin/migrate]}}
                roles:
                  web:
                    requires: [%s]
                    replicas: {count: %d, update: %s, recovery: {hostLostAfter: 1s}}
                    components:
                      app: {artifact: {image: "web:1"}, command: [/bin/web], env: {V: "%d"}, requests: {cpu: %dm}}
                """.formatted(version, version == 2 ? "{step: migrate}" : "", count, update, version, web),
                "shop.yaml",
                Path.of("."));
    }

    private void loseItsHost() {
        fleet.lose("h1");
        fleet.settle();
        fleet.pass(Duration.ofMinutes(1));
        fleet.settle();
    }

    @Test
    void areReplacedWhereTheirRevisionFitsWhileTheNextOneWaits() {
        deploy(site(1, 1000));
        assertThat(web()).containsValue("h1");
        fleet.stepSucceeds(key -> false);
        fleet.want(site(2, 500));
        fleet.settle();
        fleet.addHost("h3");
        fleet.cpu("h2", 600);

        loseItsHost();

        assertThat(web()).containsValue("h3");
    }

    @Test
    void areReplacedWhereTheNextRevisionWouldNotFitYet() {
        deploy(site(1, 500));
        fleet.stepSucceeds(key -> false);
        fleet.want(site(2, 900));
        fleet.settle();
        fleet.cpu("h2", 600);

        loseItsHost();

        assertThat(web()).containsValue("h2");
    }

    @Test
    void goElsewhereWhenTheirNewHostHasLessBeforeTheyStart() {
        deploy(site(1, 500));
        fleet.addHost("h3");
        fleet.cpu("h2", 300);
        fleet.lose("h1");
        fleet.put(
                Keys.placement("shop"),
                StateJson.write(
                        List.of(new PlacedReplica("web", "web-0", "h2", fleet.now(), 1, PlacedReplica.Phase.HELD))));

        fleet.settle();

        assertThat(web()).containsValue("h3");
    }

    @Test
    void failAtTheirDeadlineWhileOneThatWasRunByHandHasNoRoomWhereItIs() {
        fleet.cpu("h2", 300);
        List<Adopted> adopted = List.of(
                new Adopted("web", "web-0", "h1", List.of("by-hand.service"), List.of()),
                new Adopted("web", "web-1", "h2", List.of("by-hand.service"), List.of()));
        fleet.adopt(
                "shop",
                adopted,
                adopted.stream()
                        .map(each -> new PlacedReplica(
                                "web", each.replica(), each.host(), fleet.now(), 0, PlacedReplica.Phase.HELD))
                        .toList());
        fleet.want(shop(1, 2, PLAIN, 500, ""));
        fleet.settle();
        assertThat(web()).isEqualTo(Map.of("shop-web-0", "h1"));

        fleet.want(shop(1, 2, PLAIN, 600, "cpu: 1"));
        fleet.settle();
        assertThat(said().failure()).isEmpty();
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(said().failure().orElseThrow()).contains("web-1 waits for room: h2 has ", "cpu left, 600m needed");
        assertThat(ready(fleet)).isEqualTo(1);
    }

    /** A role that keeps storage, and may require a step of its version. */
    private static Application store(int version, String steps, int count, int cpu) {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%d"}
                steps: {%s}
                roles:
                  web: {components: {app: {artifact: {image: "web:1"}, command: [/bin/web]}}}
                  db:
                    requires: [%s]
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    replicas: {count: %d, update: {deadline: 1m}}
                    components:
                      sql: {artifact: {image: "db:1"}, command: [/bin/db], env: {V: "%d"}, requests: {cpu: %dm}}
                """.formatted(
                                version,
                                steps.isEmpty() ? "" : steps + ": {use: web/app, command: [/bin/migrate]}",
                                steps.isEmpty() ? "" : "{step: " + steps + "}",
                                count,
                                version,
                                cpu),
                "shop.yaml",
                Path.of("."));
    }

    @Test
    void withStorageToKeepArePlacedWhereTheyCanFollow() {
        fleet.addHost("h3");
        fleet.cpu("h3", 600);
        deploy(store(1, "", 1, 500));

        fleet.want(store(2, "migrate", 2, 900));
        fleet.settle();

        assertThat(fleet.running()).containsEntry("shop-db-0", "h1").containsEntry("shop-db-1", "h2");
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void comeBackToTheirStorageWhileTheNextRevisionWouldNotFitThere() {
        deploy(store(1, "", 1, 500));
        fleet.stepSucceeds(key -> false);
        fleet.want(store(2, "migrate", 1, 1100));
        fleet.settle();

        fleet.replace("shop", "db-0");
        fleet.settle();

        assertThat(fleet.running()).containsEntry("shop-db-0", "h1");
        assertThat(ready(fleet, "db")).isEqualTo(1);
    }

    @Test
    void withStorageYetToComeGoElsewhereWhenTheyDoNotFitAnyMore() {
        fleet.cpu("h1", 600);
        fleet.cordon("h2");
        fleet.stepSucceeds(key -> !key.contains("never"));
        fleet.want(store(1, "never", 1, 500));
        fleet.settle();
        fleet.uncordon();

        fleet.want(store(2, "once", 1, 900));
        fleet.settle();

        assertThat(fleet.running()).containsEntry("shop-db-0", "h2");
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void withStorageYetToComeAreNotSaidToHaveAny() {
        fleet.cpu("h1", 600);
        fleet.cordon("h2");
        fleet.stepSucceeds(key -> !key.contains("never"));
        fleet.want(store(1, "never", 1, 500));
        fleet.settle();

        fleet.want(store(2, "once", 1, 900));
        fleet.settle();

        assertThat(said().refusals())
                .containsExactly("db-0 has no host: h1 has 600m cpu left, 900m needed, h2 is cordoned");
        assertThat(said().waiting().toString()).doesNotContain("storage");
    }

    /** A role that keeps storage from its second version on, which requires a step. */
    private static Application archive(int version, int cpu) {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%d"}
                steps: {migrate: {use: web/app, command: [/bin/migrate]}}
                roles:
                  web: {components: {app: {artifact: {image: "web:1"}, command: [/bin/web]}}}
                  db:
                    %s
                    replicas: {update: {deadline: 1m}, recovery: {hostLostAfter: 1s}}
                    components:
                      sql: {artifact: {image: "db:1"}, command: [/bin/db], env: {V: "%d"}, requests: {cpu: %dm}}
                """.formatted(
                                version,
                                version == 1
                                        ? ""
                                        : "requires: [{step: migrate}]\n    storage:"
                                                + " {data: {path: /var/lib/db, size: 1Gi, keep: true}}",
                                version,
                                cpu),
                "shop.yaml",
                Path.of("."));
    }

    private Map<String, KeptStorage> kept() {
        return fleet.world().storage().value();
    }

    @Test
    void areReplacedElsewhereAsLongAsTheyHaveNoneOfTheStorageThatTheyAreToKeep() {
        deploy(archive(1, 500));
        fleet.stepSucceeds(key -> false);
        fleet.want(archive(2, 500));
        fleet.settle();
        assertThat(kept()).isEmpty();
        String left = home();

        fleet.lose(left);
        fleet.settle();
        fleet.pass(Duration.ofMinutes(1));
        fleet.settle();

        assertThat(home()).isNotNull().isNotEqualTo(left);
        assertThat(kept()).isEmpty();
    }

    @Test
    void moveAsLongAsTheyHaveNoneOfTheStorageThatTheyAreToKeep() {
        deploy(archive(1, 500));
        String left = home();
        fleet.cpu(left, 600);

        fleet.want(archive(2, 900));
        fleet.settle();

        assertThat(home()).isNotEqualTo(left);
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(kept().values()).extracting(KeptStorage::host).containsExactly(home());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void thatAllLeaveFailAtTheDeadlineAndGoBackWhereNoHostTakesThem(int count) {
        String update = "{maxUnavailable: " + count + ", deadline: 1m, onFailure: rollback}";
        deploy(shop(1, count, update, 300, ""));

        fleet.want(shop(1, count, update, 1100, ""));
        fleet.settle();
        fleet.pass(Duration.ofSeconds(59));
        fleet.settle();
        assertThat(fleet.desired("shop").orElseThrow().rolledBackFrom()).isEmpty();
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();

        assertThat(fleet.desired("shop").orElseThrow().rolledBackFrom()).contains(2L);
        assertThat(fleet.desired("shop").orElseThrow().reason().orElseThrow())
                .startsWith(
                        "role web is not ready at version 1 after 60 s without progress: web-0 has no host: h1 has ")
                .contains("1100m needed");
        assertThat(ready(fleet)).isEqualTo(count);
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void keepTheOthersFromNoDeadlineAndTheFailureSaysWhatTheirHostLacks() {
        fleet.cpu("h2", 600);
        deploy(store(1, "", 2, 500));
        String text = "db-1 waits for room: h2 has 600m cpu left, 700m needed, and its kept storage is there";

        fleet.want(store(2, "", 2, 700));
        fleet.settle();
        assertThat(said().failure()).isEmpty();
        assertThat(said().waiting()).contains(text);
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(said().failure()).contains("role db is not ready at version 2 after 60 s without progress: " + text);
        assertThat(said().waiting()).contains(text);
    }

    @Test
    void failAtTheirDeadlineWhileOneWaitsToTakeTheOperatorsPlace() {
        fleet.cpu(400);
        List<Adopted> adopted = List.of(
                new Adopted("web", "web-0", "h1", List.of("by-hand.service"), List.of()),
                new Adopted("web", "web-1", "h2", List.of("by-hand.service"), List.of()));
        fleet.adopt(
                "shop",
                adopted,
                adopted.stream()
                        .map(each -> new PlacedReplica(
                                "web", each.replica(), each.host(), fleet.now(), 0, PlacedReplica.Phase.HELD))
                        .toList());
        fleet.want(site(1, 2, PLAIN, 300));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);
        fleet.hostsAct();
        assertThat(web()).isEqualTo(Map.of("shop-web-0", "h1"));

        fleet.want(site(3, 2, "{maxUnavailable: 0, maxSurge: 1, deadline: 1m}", 300));
        fleet.settle();
        assertThat(said().waiting()).contains("web-1 waits to take the place of what runs by hand on h2");
        assertThat(said().failure()).isEmpty();
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(said().failure().orElseThrow()).contains("web-2 has no host: h1 has 100m cpu left, 300m needed");
    }

    @Test
    void areSaidToWaitInFewerCharactersThanConsulHolds() {
        fleet.want(shop(1, 5000, 1100));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(fleet.value(Keys.status("shop")).orElseThrow()).hasSizeLessThan(256 * 1024);
        assertThat(said().refusals())
                .last()
                .isEqualTo("and " + (5000 - said().refusals().size() + 1) + " more");
    }

    @Test
    void areSaidToWaitForEachOfVeryManyHosts() {
        fleet = new PaperFleet(5000);
        fleet.cpu(1000);
        fleet.want(shop(1, 1, 1100));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(fleet.value(Keys.status("shop")).orElseThrow()).hasSizeLessThan(256 * 1024);
        assertThat(said().refusals())
                .singleElement()
                .asString()
                .startsWith("web-0 has no host: h1 has ")
                .endsWith("…");
    }
}
