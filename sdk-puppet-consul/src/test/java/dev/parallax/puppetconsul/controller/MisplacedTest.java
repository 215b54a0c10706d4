package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of replicas whose hosts do not fit what their role wants any more. */
@NullUnmarked
class MisplacedTest {
    private PaperFleet fleet;

    @BeforeEach
    void emptyFleet() {
        fleet = new PaperFleet(4);
    }

    private static Application site(int web, String places, String greeting) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: site, version: "1"}
                services: {web: {role: web, ports: {http: 80}}}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    components:
                      sql: {artifact: {image: "db:1"}, command: [/bin/db]}
                  web:
                    replicas: {count: %d, update: {maxUnavailable: 1, deadline: 1m}, %s}
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {GREETING: "%s"}
                        ports: {http: 8080}
                        checks: {ready: {tcp: http}}
                """.formatted(web, places, greeting), "site.yaml", Path.of("."));
    }

    private void deploy(Application application) {
        fleet.want(application);
        fleet.settle();
        assertThat(fleet.status("site").isReady()).isTrue();
    }

    /** The hosts of the running replicas of {@code web}, by replica. */
    private Map<String, String> web() {
        Map<String, String> web = new TreeMap<>(fleet.running());
        web.keySet().removeIf(name -> !name.startsWith("site-web"));
        return web;
    }

    private List<String> racks() {
        return web().values().stream().map(PaperFleet::rack).sorted().toList();
    }

    private static long ready(PaperFleet fleet) {
        return fleet.status("site").roles().get("web").replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    @Test
    void moveOneByOneWhenTheirRoleIsPinnedElsewhere() {
        deploy(site(2, "pin: {rack: a}", "hello"));
        assertThat(racks()).containsExactly("a", "a");

        fleet.want(site(2, "pin: {rack: b}", "hello"));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));

        assertThat(racks()).containsExactly("b", "b");
        assertThat(fleet.status("site").isReady()).isTrue();
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void startWithTheNewDataAtOnceWhereTheyMove() {
        deploy(site(2, "pin: {rack: a}", "hello"));

        fleet.want(site(2, "pin: {rack: b}", "goodbye"));
        fleet.settle(now -> IntStream.of(3, 4)
                .mapToObj(
                        host -> now.data("h" + host).path("parallax::replicas").toString())
                .forEach(data -> assertThat(data).doesNotContain("hello")));

        assertThat(racks()).containsExactly("b", "b");
        assertThat(fleet.data("h3").toString()).contains("goodbye");
        assertThat(fleet.status("site").isReady()).isTrue();
    }

    @Test
    void leaveTheHostsOfRolesTheyAreKeptApartFrom() {
        deploy(site(4, "spread: host", "hello"));
        String store = fleet.running().get("site-db-0");
        assertThat(web()).containsValue(store);

        deploy(site(3, "spread: host, apart: [db]", "hello"));

        assertThat(web()).hasSize(3).doesNotContainValue(store);
        assertThat(fleet.running()).containsEntry("site-db-0", store);
    }

    @Test
    void goWhereFewerAreWhenTheirRoleIsSpreadOverALabel() {
        deploy(site(2, "pin: {rack: a}", "hello"));
        Map<String, String> before = web();

        deploy(site(2, "spreadOver: rack", "hello"));

        assertThat(racks()).containsExactly("a", "b");
        assertThat(web().entrySet()).as("no more than one moves").containsAnyElementsOf(before.entrySet());
    }

    @Test
    void stayWhenTheyMerelyBecameUneven() {
        deploy(site(2, "spreadOver: rack, recovery: {hostLostAfter: 1s}", "hello"));
        assertThat(racks()).containsExactly("a", "b");
        fleet.lose("h1");
        fleet.lose("h2");
        fleet.settle();
        fleet.pass(Duration.ofSeconds(2));
        fleet.settle();
        assertThat(racks()).containsExactly("b", "b");
        Map<String, String> before = web();

        fleet.giveBack("h1");
        fleet.giveBack("h2");
        fleet.settle();

        assertThat(web()).isEqualTo(before);
    }

    @Test
    void waitWithThePolicyWhenNoHostFits() {
        deploy(site(2, "pin: {rack: a}", "hello"));

        fleet.want(site(2, "pin: {rack: c}", "hello"));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));
        fleet.pass(Duration.ofMinutes(2));
        fleet.settle();

        assertThat(ready(fleet)).isEqualTo(1);
        assertThat(fleet.status("site").rollout().failure().orElseThrow()).contains("lacks the label rack=c");
    }

    @Test
    void arePlacedAnewWhileNoHostKnowsOfThem() {
        fleet.stepSucceeds(key -> false);
        fleet.want(held("1", "a"));
        fleet.settle();
        assertThat(web()).isEmpty();

        fleet.stepSucceeds(key -> true);
        deploy(held("2", "b"));

        assertThat(racks()).containsExactly("b", "b");
    }

    private static Application held(String version, String rack) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: site, version: "%s"}
                steps: {prepare: {use: web/app, command: [/bin/step]}}
                roles:
                  web:
                    replicas: {count: 2, pin: {rack: %s}}
                    requires: [{step: prepare}]
                    components:
                      app: {artifact: {image: "web:1"}, command: [/bin/web]}
                """.formatted(version, rack), "site.yaml", Path.of("."));
    }
}
