package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.HostRemoval.Stage;
import dev.parallax.puppetconsul.state.Keys;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a controller makes of a host that is being removed. */
@NullUnmarked
class HostRemovalTest {
    private final PaperFleet fleet = new PaperFleet(4);

    private static Application shop(int count) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services:
                  web: {role: web, ports: {http: 80}, exposure: public}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    components: {sql: {artifact: {image: "db:1"}, command: [/bin/db]}}
                  web:
                    replicas: {count: %d, spread: host, recovery: {hostLostAfter: 1h}}
                    components: {app: {artifact: {image: "web:1"}, command: [/bin/web], ports: {http: 8080}}}
                """.formatted(count), "shop.yaml", Path.of("."));
    }

    private String spare() {
        TreeSet<String> hosts = new TreeSet<>(fleet.world().hosts().keySet());
        hosts.removeAll(fleet.running().values());
        return hosts.first();
    }

    @Test
    void hostThatIsEmptiedIsToldOfNothingAndTakesNothing() {
        fleet.want(shop(2));
        fleet.settle();
        String host = spare();
        assertThat(fleet.data(host).path("parallax::services")).isNotEmpty();
        assertThat(fleet.data(host).has("parallax::edge")).isTrue();

        fleet.remove(host, Stage.EMPTYING);
        fleet.settle();

        assertThat(fleet.data(host).path("parallax::services")).isEmpty();
        assertThat(fleet.data(host).has("parallax::edge")).isFalse();
        assertThat(fleet.data(host).path("parallax::leaving").asBoolean()).isTrue();
        fleet.want(shop(4));
        fleet.settle();
        assertThat(fleet.running()).doesNotContainValue(host);
        assertThat(fleet.status("shop").roles().get("web").replicas())
                .as("the fourth has no place")
                .filteredOn(replica -> replica.host().isEmpty())
                .hasSize(1);
    }

    @Test
    void lostHostsReplicasGoElsewhereAtOnceWithTheirStorageGivenUp() {
        fleet.want(shop(3));
        fleet.settle();
        String host = fleet.running().get("shop-db-0");
        fleet.lose(host);
        fleet.settle();
        assertThat(fleet.world().app("shop").placement().value())
                .as("what keeps storage stays, and so does the rest for an hour")
                .anyMatch(replica -> replica.host().equals(host));

        fleet.remove(host, Stage.LOST);
        fleet.settle();

        assertThat(fleet.running()).containsKeys("shop-db-0", "shop-web-0", "shop-web-1", "shop-web-2");
        assertThat(fleet.world().app("shop").placement().value())
                .noneMatch(replica -> replica.host().equals(host));
        assertThat(fleet.world().storage().value().values())
                .extracting(kept -> Map.entry(kept.replica(), kept.host()))
                .containsExactly(Map.entry("db-0", fleet.running().get("shop-db-0")));
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void nothingStaysOnPaperOfALostHostThatNoOtherCanStandInFor() {
        fleet.want(shop(4));
        fleet.settle();
        String host = fleet.running().get("shop-web-3");
        fleet.lose(host);

        fleet.remove(host, Stage.LOST);
        fleet.settle();

        assertThat(fleet.world().app("shop").placement().value())
                .noneMatch(replica -> replica.host().equals(host));
        assertThat(fleet.status("shop").roles().get("web").ready()).isEqualTo(3);
    }

    @Test
    void applicationOnALostHostCanBeDeleted() {
        fleet.want(shop(4));
        fleet.settle();
        fleet.lose("h1");
        fleet.remove("h1", Stage.LOST);
        fleet.delete("shop", false);

        fleet.settle();

        assertThat(fleet.keys()).noneMatch(key -> key.startsWith(Keys.APPS));
    }

    @Test
    void forgottenHostIsToldNothingThoughTheCatalogStillHasIt() {
        fleet.remove("h4", Stage.FORGOTTEN);
        fleet.want(shop(2));
        fleet.settle();

        assertThat(fleet.keys()).doesNotContain(Keys.hostData("h4")).contains(Keys.hostData("h3"));
    }
}
