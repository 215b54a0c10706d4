package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.VirtualAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which networks services get their addresses from. */
class FleetNetworksTest {
    private final PaperFleet fleet = new PaperFleet(2);

    private static Application site(String name) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %s, version: "1"}
                services: {web: {role: web, ports: {http: 8080}, exposure: public}}
                roles:
                  web:
                    replicas: 1
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        ports: {http: 8080}
                """.formatted(name), "site.yaml", Path.of("."));
    }

    private static FleetOptions startedWith(Optional<String> network, Optional<String> publicNetwork) {
        return new FleetOptions(
                Optional.empty(),
                Optional.empty(),
                network.map(AddressRange::parse),
                publicNetwork.map(AddressRange::parse));
    }

    private void deploy(String name) {
        fleet.want(site(name));
        fleet.settle();
    }

    private VirtualAddress addressOf(String name) {
        return Objects.requireNonNull(fleet.world().vips().value().get(VirtualAddress.key(name, "web")));
    }

    private static VirtualAddress at(String address, String external) {
        return new VirtualAddress(address, Optional.of(external));
    }

    @Test
    void areThoseOfBeforeWhereNobodySaysOthers() {
        fleet.succeed(FleetOptions.NONE);
        deploy("shop");

        assertThat(addressOf("shop")).isEqualTo(at("10.78.128.1", "10.78.200.1"));
        assertThat(fleet.value(Keys.NETWORK)).isEmpty();
        assertThat(fleet.value(Keys.PUBLIC_NETWORK)).isEmpty();
    }

    @Test
    void stayWithTheFleetWhoeverLeadsOrPlansNext() {
        fleet.succeed(startedWith(Optional.of("10.4.0.0/24"), Optional.of("10.5.0.0/24")));
        fleet.settle();
        fleet.succeed(FleetOptions.NONE);
        deploy("shop");

        assertThat(addressOf("shop")).isEqualTo(at("10.4.0.1", "10.5.0.1"));
        assertThat(FleetOptions.NONE.ranges(fleet.world()))
                .as("by which plans go")
                .isEqualTo(new AddressRanges(AddressRange.parse("10.4.0.0/24"), AddressRange.parse("10.5.0.0/24")));
    }

    @Test
    void oneIsSaidWithoutTheOther() {
        fleet.succeed(startedWith(Optional.of("10.4.0.0/24"), Optional.of("10.5.0.0/24")));
        fleet.settle();
        fleet.succeed(startedWith(Optional.empty(), Optional.of("10.6.0.0/24")));
        deploy("shop");

        assertThat(addressOf("shop")).isEqualTo(at("10.4.0.1", "10.6.0.1"));
    }

    @Test
    void othersAreForNewServicesAlone() {
        deploy("shop");
        VirtualAddress before = addressOf("shop");
        fleet.succeed(startedWith(Optional.of("10.4.0.0/24"), Optional.of("10.5.0.0/24")));
        deploy("blog");

        assertThat(addressOf("shop")).isEqualTo(before);
        assertThat(addressOf("blog")).isEqualTo(at("10.4.0.1", "10.5.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Keys.NETWORK, Keys.PUBLIC_NETWORK})
    void whatIsNoNetworkInConsulIsNamedByItsKey(String key) {
        fleet.put(key, "everywhere");

        assertThatThrownBy(fleet::world)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(key, "'everywhere'");
    }
}
