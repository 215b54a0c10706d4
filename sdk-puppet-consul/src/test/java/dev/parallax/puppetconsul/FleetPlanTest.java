package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Certificates;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.seal.TestKeys;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.RevisionRecord;
import dev.parallax.puppetconsul.state.SealedSecrets;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretGenerator;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void showsTextsThatMentionSecretsAsTheDefinitionHasThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("web.conf"), "a = 1\npassword = {{secret.db}}\n");
        var application = DefinitionReader.read("""
            apiVersion: parallax.dev/v1
            kind: Application
            metadata: {name: shop, version: "1"}
            secrets: {db: {generate: password}}
            roles:
              web:
                components:
                  app:
                    artifact: {image: "x:1"}
                    command: [x]
                    env: {DSN: "db:{{secret.db}}", PASSWORD: {secret: db}}
                    files: {/etc/web.conf: {template: web.conf}}
            """, "shop.yaml", folder);
        var host = new CatalogNode("h1", "10.1.0.1", Map.of("parallax-host", "true"));
        var key = new KvEntry(Keys.hostKey("h1"), Certificates.pem(TestKeys.HOST.certificate()), 1, Optional.empty());
        var world = new WorldReader(Seal.of(TestKeys.FLEET))
                .read(Instant.EPOCH, new Snapshot(List.of(key), 1, List.of(host), List.of()));

        Plan plan = new FleetPlan(world, application, FleetOptions.NONE, SecretResolver.ofThisProcess()).plan();

        Map<String, String> fields = plan.changes().stream()
                .filter(change -> change.name().equals("web-0"))
                .flatMap(change -> change.fields().stream())
                .collect(Collectors.toMap(
                        FieldChange::path, field -> field.after().orElse("")));
        assertThat(fields)
                .containsEntry("components.app.files.[/etc/web.conf].content", "a = 1\npassword = {{secret.db}}\n")
                .containsEntry("components.app.environment.DSN", "db:{{secret.db}}")
                .containsEntry("components.app.environment.PASSWORD", SecretValue.MASK);
    }

    /** The text that mentions it changes as well, and is shown as the definition has it. */
    @Test
    void namesSecretsThatGetAnotherValue() {
        var host = new CatalogNode("h1", "10.1.0.1", Map.of("parallax-host", "true"));
        var seal = Seal.of(TestKeys.FLEET);
        var before = new RevisionRecord(
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                SealedSecrets.seal(seal, "shop", Map.of("db", new SecretValue.Single("old"))));
        var wanted =
                new Desired(1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        var entries = List.of(
                entry(Keys.hostKey("h1"), Certificates.pem(TestKeys.HOST.certificate())),
                entry(Keys.revision("shop", 1), ModelJson.write(withDsn("db"))),
                entry(Keys.revisionRecord("shop", 1), StateJson.write(before)),
                entry(Keys.desired("shop"), StateJson.write(wanted)));
        var world = new WorldReader(seal).read(Instant.EPOCH, new Snapshot(entries, 1, List.of(host), List.of()));

        assertThat(secrets(new FleetPlan(world, withDsn("pg"), FleetOptions.NONE, resolving("new")).plan()))
                .containsExactly(new Change(
                        Plan.Action.CHANGE,
                        "secret",
                        "db",
                        List.of(new FieldChange(
                                "value", Optional.of(SecretValue.MASK), Optional.of(SecretValue.MASK)))));
        assertThat(secrets(new FleetPlan(world, withDsn("pg"), FleetOptions.NONE, resolving("old")).plan()))
                .isEmpty();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    private static Application withDsn(String scheme) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                secrets: {db: {env: DB}}
                roles:
                  web:
                    components:
                      app: {artifact: {image: "x:1"}, command: [x], env: {DSN: "%s:{{secret.db}}"}}
                """.formatted(scheme), "shop.yaml", Path.of("."));
    }

    private static SecretResolver resolving(String value) {
        return new SecretResolver(variable -> value, new SecretGenerator(new SecureRandom()));
    }

    private static List<Change> secrets(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.kind().equals("secret"))
                .toList();
    }
}
