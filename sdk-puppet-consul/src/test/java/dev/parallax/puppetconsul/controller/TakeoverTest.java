package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Replicas in the places of what was run by hand. */
@NullUnmarked
class TakeoverTest {
    private final PaperFleet fleet = new PaperFleet(4);

    private static Application shop() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                roles:
                  web:
                    replicas: {count: 3, update: {maxUnavailable: 1, deadline: 1m}}
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                """, "shop.yaml", Path.of("."));
    }

    private void adopt() {
        List<Adopted> adopted = IntStream.of(4, 2, 3)
                .mapToObj(host -> new Adopted(
                        "web", "web-" + (host - 2), "h" + host, List.of("by-hand.service"), List.of("web-" + host)))
                .toList();
        fleet.adopt(
                "shop",
                adopted,
                adopted.stream()
                        .map(each ->
                                new PlacedReplica(each.role(), each.replica(), each.host(), fleet.now(), 0, Phase.HELD))
                        .toList());
        fleet.want(shop());
    }

    private long told() {
        return IntStream.rangeClosed(1, 4)
                .filter(host -> fleet.keys().contains("parallax/hosts/h" + host + "/data"))
                .filter(host -> fleet.data("h" + host).has("parallax::adopted"))
                .count();
    }

    private long ready() {
        return fleet.status("shop").roles().get("web").ready();
    }

    @Test
    void takesNoMorePlacesAtATimeThanMayBeMissing() {
        adopt();
        TreeSet<Long> missing = new TreeSet<>();

        fleet.settle(now -> missing.add(told() - ready()));

        assertThat(missing.last()).isEqualTo(1);
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.running().values()).containsExactlyInAnyOrder("h2", "h3", "h4");
        assertThat(fleet.data("h2").path("parallax::adopted").toString())
                .isEqualTo("{\"units\":[\"by-hand.service\"],\"services\":[\"web-2\"]}");
        assertThat(fleet.data("h1").has("parallax::adopted")).isFalse();
    }

    @Test
    void takesNoFurtherPlaceWhereTheFirstIsNotReady() {
        fleet.healthy(replica -> false);
        adopt();

        fleet.settle();

        assertThat(told()).isEqualTo(1);
    }

    @Test
    void forgetsWhatWasTakenOverWithTheApplication() {
        adopt();
        fleet.settle();

        fleet.delete("shop", false);
        fleet.settle();

        assertThat(fleet.keys()).noneMatch(key -> key.startsWith("parallax/apps/shop/"));
        assertThat(told()).isZero();
    }
}
