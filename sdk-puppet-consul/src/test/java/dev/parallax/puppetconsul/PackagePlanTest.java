package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a plan sees a replica go whose packages another application on its host has in another version. */
class PackagePlanTest {
    @Test
    void showsWhereAReplicaGoesOrWhosePackageIsInItsWay() {
        assertThat(host(application("shop", "1"), "h1", "h2")).isEmpty();
        assertThat(host(application("shop", "2"), "h1", "h2")).contains("h2");
        assertThat(host(application("shop", "2"), "h1"))
                .contains("none: web-0 has no host: h1 has package lib at 1 for mine/web-0, 2 needed");
    }

    /** The host that web-0 of the application would go to from h1, where it is with version 1 beside one of another application; empty if it stays. */
    private static Optional<String> host(Application after, String... hosts) {
        List<KvEntry> entries = new ArrayList<>();
        List.of("mine", "shop").forEach(name -> {
            entries.add(entry(Keys.revision(name, 1), ModelJson.write(application(name, "1"))));
            entries.add(entry(
                    Keys.desired(name),
                    StateJson.write(new Desired(
                            1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty()))));
            entries.add(entry(
                    Keys.placement(name),
                    StateJson.write(List.of(
                            new PlacedReplica("web", "web-0", "h1", Instant.EPOCH, 1, PlacedReplica.Phase.RUNNING)))));
        });
        List<CatalogNode> nodes = List.of(hosts).stream()
                .map(host -> new CatalogNode(host, "10.1.0.1", Map.of("parallax-host", "true")))
                .toList();
        World world = new WorldReader(Seal.NONE).read(Instant.EPOCH, new Snapshot(entries, 1, nodes, List.of()));
        return new FleetPlan(world, after, FleetOptions.NONE, SecretResolver.ofThisProcess())
                .plan().changes().stream()
                        .filter(change -> change.kind().equals("parallax::replica"))
                        .flatMap(change -> change.fields().stream())
                        .filter(field -> field.path().equals("host"))
                        .flatMap(field -> field.after().stream())
                        .filter(host -> !host.equals("h1"))
                        .findFirst();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    private static Application application(String name, String lib) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: %s, version: "1"}
                roles:
                  web:
                    components:
                      app: {artifact: {image: "web:1", packages: [lib=%s]}, command: [/bin/web]}
                """.formatted(name, lib), name + ".yaml", Path.of("."));
    }
}
