package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class FleetPlanTest {
    @Test
    void putsChangesInTheOrderOfTheirWaves() {
        var application = DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services:
                  front: {role: b, ports: {http: 80}}
                roles:
                  a: {requires: [{step: migrate}], components: {app: {artifact: {image: "x:1"}, command: [x]}}}
                  b:
                    requires: [{role: a}]
                    components: {app: {artifact: {image: "x:1"}, command: [x], ports: {http: 8080}}}
                  c-1: {components: {app: {artifact: {image: "x:1"}, command: [x]}}}
                steps:
                  migrate: {use: a/app, command: [m], requires: [{role: c-1}]}
                """, "shop.yaml", Path.of("."));
        var world = new WorldReader(Seal.NONE).read(Instant.EPOCH, new Snapshot(List.of(), 1, List.of(), List.of()));

        Plan plan = new FleetPlan(world, application, FleetOptions.NONE, SecretResolver.ofThisProcess()).plan();

        assertThat(plan.changes())
                .extracting(Change::name)
                .containsExactly("c-1-0", "c-1", "migrate", "a-0", "a", "b-0", "b");
    }
}
