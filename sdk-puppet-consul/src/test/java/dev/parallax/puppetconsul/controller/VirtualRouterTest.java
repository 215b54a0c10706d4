package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.VirtualRouter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which number the hosts of the edge keep public addresses together. */
class VirtualRouterTest {
    private final PaperFleet fleet = new PaperFleet(2);

    @BeforeEach
    void deploy() {
        fleet.want(shop());
        fleet.settle();
    }

    private static Application shop() {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services: {web: {role: web, ports: {http: 8080}, exposure: public}}
                roles:
                  web:
                    replicas: 1
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        ports: {http: 8080}
                """, "shop.yaml", Path.of("."));
    }

    private static FleetOptions startedWith(int router) {
        return new FleetOptions(
                Optional.empty(), Optional.of(new VirtualRouter(router)), Optional.empty(), Optional.empty());
    }

    private int told(String host) {
        return fleet.data(host).at("/parallax::edge/router_id").asInt();
    }

    @Test
    void isTheOneOfBeforeWhereNobodySaysAnother() {
        assertThat(told("h1")).isEqualTo(51);
        assertThat(fleet.value(Keys.VIRTUAL_ROUTER)).isEmpty();
    }

    @Test
    void isToldToEveryHostOfTheEdge() {
        fleet.succeed(startedWith(77));
        fleet.settle();

        assertThat(told("h1")).isEqualTo(77);
        assertThat(told("h2")).isEqualTo(77);
    }

    @Test
    void staysWithTheFleetWhoeverLeadsOrPlansNext() {
        fleet.succeed(startedWith(77));
        fleet.settle();
        fleet.succeed(FleetOptions.NONE);
        fleet.settle();

        assertThat(told("h1")).isEqualTo(77);
        assertThat(fleet.world().router().value()).as("by which plans go").isEqualTo(new VirtualRouter(77));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "256", "-1", "0x33", "", "fifty"})
    void numbersThatVrrpDoesNotHaveAreRefused(String text) {
        assertThatThrownBy(() -> VirtualRouter.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the number of a virtual router: '" + text + "'; write one from 1 to 255, such as 51");
    }

    @Test
    void whatIsNoNumberInConsulIsNamedByItsKey() {
        fleet.put(Keys.VIRTUAL_ROUTER, "many");

        assertThatThrownBy(fleet::world)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(Keys.VIRTUAL_ROUTER, "'many'");
    }
}
