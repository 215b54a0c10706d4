package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which addresses a plan says a new service is to get. */
class AddressPlanTest {
    private static final World WORLD = new WorldReader(Seal.NONE)
            .read(
                    Instant.EPOCH,
                    new Snapshot(
                            List.of(new KvEntry(Keys.NETWORK, "10.4.0.0/24", 1, Optional.empty())),
                            1,
                            List.of(new CatalogNode("h1", "10.1.0.1", WorldReader.HOST_META)),
                            List.of()));

    private static List<Optional<String>> planned(FleetOptions options) {
        var application = DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services: {web: {role: web, ports: {http: 8080}}}
                roles:
                  web:
                    replicas: 1
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        ports: {http: 8080}
                """, "shop.yaml", Path.of("."));
        return new FleetPlan(WORLD, application, options, SecretResolver.ofThisProcess())
                .plan().changes().stream()
                        .filter(change ->
                                change.name().equals("web") && change.kind().contains("service"))
                        .flatMap(change -> change.fields().stream())
                        .filter(field -> field.path().equals("address"))
                        .map(FieldChange::after)
                        .toList();
    }

    @Test
    void areOfTheNetworkThatTheFleetRemembers() {
        assertThat(planned(FleetOptions.NONE)).containsExactly(Optional.of("10.4.0.1"));
    }

    @Test
    void areOfTheNetworkThatThisProcessHasItsControllerStartWith() {
        assertThat(planned(new FleetOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(AddressRange.parse("10.5.0.0/24")),
                        Optional.empty())))
                .containsExactly(Optional.of("10.5.0.1"));
    }
}
