package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What follows when somebody has a replica replaced. */
@NullUnmarked
class ReplacementTest {
    private static final String PLAIN = "{maxUnavailable: 1, deadline: 1m}";

    private final PaperFleet fleet = new PaperFleet(4);

    private static Application shop(int count, String greeting, String update) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services: {web: {role: web, ports: {http: 80}}}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    components:
                      sql:
                        artifact: {image: "db:1"}
                        command: [/bin/db]
                        ports: {sql: 3306}
                        checks: {ready: {tcp: sql}}
                  web:
                    replicas: {count: %d, spread: host, update: %s, recovery: {hostLostAfter: 1s}}
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {GREETING: "%s"}
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                """.formatted(count, update, greeting), "shop.yaml", Path.of("."));
    }

    private static Application shop(String greeting) {
        return shop(3, greeting, PLAIN);
    }

    private static void deploy(PaperFleet fleet, Application application) {
        fleet.want(application);
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    private static List<ReplicaStatus> web(PaperFleet fleet) {
        return fleet.status("shop").roles().get("web").replicas();
    }

    private static long ready(PaperFleet fleet) {
        return web(fleet).stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    /** The greeting of each replica that a host was told to run. */
    private static Map<String, String> greetings(PaperFleet fleet, int hosts) {
        Map<String, String> greetings = new TreeMap<>();
        IntStream.rangeClosed(1, hosts).forEach(host -> fleet.data("h" + host)
                .path("parallax::replicas")
                .forEach(replica -> replica.findValues("GREETING")
                        .forEach(greeting ->
                                greetings.put(replica.path("replica").asText(), greeting.asText()))));
        return greetings;
    }

    private static String hostWithoutWeb(Map<String, String> running) {
        TreeSet<String> hosts = new TreeSet<>(List.of("h1", "h2", "h3", "h4"));
        running.forEach((replica, host) -> hosts.removeIf(each -> replica.startsWith("shop-web") && each.equals(host)));
        return hosts.first();
    }

    private JsonNode registrations(String host, String replica) {
        return fleet.data(host).path("parallax::replicas").path(replica).path("registrations");
    }

    private static void assertAtRest(PaperFleet fleet) {
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void startsTheNewOneOnAFreeHostWhileTheOldOneDrains() {
        deploy(fleet, shop("hello"));
        Map<String, String> before = fleet.running();
        String old = before.get("shop-web-1");
        String free = hostWithoutWeb(before);
        fleet.replace("shop", "web-1");
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);

        assertThat(registrations(old, "shop-web-1"))
                .as("nothing leads to the old one")
                .isEmpty();
        assertThat(registrations(free, "shop-web-3"))
                .as("the new one starts at once")
                .isNotEmpty();

        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));
        before.remove("shop-web-1");
        before.put("shop-web-3", free);
        assertThat(fleet.running()).isEqualTo(before);
        assertAtRest(fleet);
    }

    @Test
    void waitsForTheOldOnesHostWhereThereIsNoOther() {
        PaperFleet small = new PaperFleet(3);
        deploy(small, shop("hello"));
        String host = small.running().get("shop-web-1");
        int[] stopped = {0};
        small.replace("shop", "web-1");
        small.settle(now -> {
            assertThat(ready(now)).isGreaterThanOrEqualTo(2);
            stopped[0] += now.running().containsKey("shop-web-1") ? 0 : 1;
        });

        assertThat(stopped[0]).isPositive();
        assertThat(small.running()).containsEntry("shop-web-1", host).hasSize(4);
        assertAtRest(small);
    }

    @Test
    void restartsKeptStorageWhereItIs() {
        deploy(fleet, shop("hello"));
        String home = fleet.running().get("shop-db-0");
        int[] gone = {0};
        fleet.replace("shop", "db-0");
        fleet.settle(now -> gone[0] += now.running().containsKey("shop-db-0") ? 0 : 1);

        assertThat(gone[0]).as("it was stopped").isPositive();
        assertThat(fleet.running()).containsEntry("shop-db-0", home);
        assertAtRest(fleet);
    }

    @Test
    void givesNumbersThatNobodyHasAndFillsGapsLater() {
        deploy(fleet, shop("hello"));
        for (String victim : List.of("web-0", "web-1", "web-3")) {
            fleet.replace("shop", victim);
            fleet.settle();
        }
        assertThat(web(fleet)).extracting(ReplicaStatus::name).containsExactly("web-0", "web-1", "web-2");

        fleet.replace("shop", "web-0");
        fleet.settle();
        deploy(fleet, shop(2, "hello", PLAIN));
        assertThat(web(fleet)).extracting(ReplicaStatus::name).containsExactly("web-1", "web-2");
        deploy(fleet, shop("hello"));
        assertThat(web(fleet)).extracting(ReplicaStatus::name).containsExactly("web-0", "web-1", "web-2");
        assertAtRest(fleet);
    }

    @Test
    void replacesEvenTheReplicaOfALostHost() {
        deploy(fleet, shop(3, "hello", PLAIN));
        String lost = fleet.running().get("shop-web-1");
        fleet.lose(lost);
        fleet.settle();
        fleet.replace("shop", "web-1");
        fleet.settle();

        assertThat(ready(fleet)).as("before hostLostAfter is over").isEqualTo(3);
        fleet.giveBack(lost);
        fleet.settle();
        assertThat(fleet.data(lost).path("parallax::replicas").has("shop-web-1"))
                .isFalse();
        assertAtRest(fleet);
    }

    @Test
    void keepsItsNewNameWhenItsHostIsLost() {
        deploy(fleet, shop("hello"));
        fleet.replace("shop", "web-0");
        fleet.settle();
        String lost = fleet.running().get("shop-web-3");
        fleet.lose(lost);
        fleet.settle();
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();

        assertThat(fleet.running()).containsKey("shop-web-3").doesNotContainKey("shop-web-0");
        assertThat(ready(fleet)).isEqualTo(3);
    }

    @Test
    void doesNotHurryARolloutThatFails() {
        deploy(fleet, shop("hello"));
        fleet.healthy(replica -> !replica.toString().contains("broken"));
        fleet.want(shop("broken"));
        fleet.settle();
        assertThat(ready(fleet)).isEqualTo(2);

        fleet.replace("shop", "web-2");
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));
        assertThat(ready(fleet)).as("as many as before").isEqualTo(2);
        assertThat(greetings(fleet, 4).values()).containsExactlyInAnyOrder("broken", "hello", "hello");
    }

    @Test
    void isBroughtToTheNewRevisionByTheRollout() {
        deploy(fleet, shop("hello"));
        fleet.want(shop("goodbye"));
        fleet.commit(fleet.decide(), Integer.MAX_VALUE);
        fleet.replace("shop", "web-2");
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(1));

        assertThat(greetings(fleet, 4)).hasSize(3).doesNotContainKey("web-2").containsValue("goodbye");
        assertThat(greetings(fleet, 4).values()).containsOnly("goodbye");
        assertAtRest(fleet);
    }

    @Test
    void leavesTheExtraReplicaOfARolloutItsPlace() {
        Application old = shop(3, "hello", "{maxUnavailable: 0, maxSurge: 1, deadline: 1m}");
        PaperFleet large = new PaperFleet(5);
        deploy(large, old);
        large.want(shop(3, "goodbye", "{maxUnavailable: 0, maxSurge: 1, deadline: 1m}"));
        large.commit(large.decide(), Integer.MAX_VALUE);
        large.replace("shop", "web-1");
        large.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));

        assertThat(greetings(large, 5)).hasSize(3);
        assertThat(greetings(large, 5).values()).containsOnly("goodbye");
        assertAtRest(large);
    }
}
