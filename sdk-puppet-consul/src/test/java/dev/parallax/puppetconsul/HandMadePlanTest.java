package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What hosts report as changed by hand, in a plan: what is put back, beside what the definition changes. */
class HandMadePlanTest {
    private static final Change FILE = new Change(
            Action.REPAIR,
            "file",
            "/etc/web.conf on h1",
            List.of(new FieldChange("content", Optional.of("changed"), Optional.of("as applied"))));
    private static final Change REGISTRATION = new Change(
            Action.REPAIR,
            "registration",
            "parallax-shop-web-1 on h2",
            List.of(new FieldChange("agent", Optional.empty(), Optional.of("registered"))));

    @Test
    void putsBackFirstOfAllWhatStands() {
        Plan plan = plan(shop(2, 1));

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.changes()).startsWith(FILE, REGISTRATION);
        assertThat(plan.changes().stream().filter(change -> change.action() == Action.REPAIR))
                .as("what was repaired already, and what is another application's or role's, is not planned")
                .hasSize(2);
    }

    @Test
    void tellsItBesideWhatTheDefinitionChanges() {
        Plan plan = plan(shop(2, 2));

        assertThat(plan.changes()).startsWith(FILE, REGISTRATION);
        assertThat(plan.changes())
                .filteredOn(change -> change.action() == Action.CHANGE)
                .extracting(Change::kind, Change::name)
                .containsExactly(tuple("role", "web"));
    }

    @Test
    void leavesOutWhatGoesWithItsReplica() {
        Plan plan = plan(shop(1, 1));

        assertThat(plan.changes().stream().filter(change -> change.action() == Action.REPAIR))
                .containsExactly(FILE);
    }

    private static Plan plan(Application after) {
        Desired desired =
                new Desired(1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        List<KvEntry> entries = List.of(
                entry(Keys.revision("shop", 1), ModelJson.write(shop(2, 1))),
                entry(Keys.desired("shop"), StateJson.write(desired)),
                entry(Keys.placement("shop"), StateJson.write(List.of(placed("web-0", "h1"), placed("web-1", "h2")))),
                entry(Keys.hostReport("h1"), report("h1", """
                        {"application": "shop", "role": "web", "replica": "shop/web-0", "kind": "file", "name": "/etc/web.conf",
                         "fields": [{"path": "content", "before": "as applied", "after": "changed"}], "repaired": false},
                        {"application": "shop", "role": "web", "replica": "shop/web-0", "kind": "service", "name": "mended",
                         "fields": [{"path": "ensure", "before": "running", "after": "stopped"}], "repaired": true},
                        {"application": "blog", "role": "web", "replica": "blog/web-0", "kind": "file", "name": "/etc/blog",
                         "fields": [{"path": "content", "before": "as applied", "after": "changed"}], "repaired": false},
                        {"application": "shop", "role": "gone", "replica": "shop/gone-0", "kind": "file", "name": "/etc/gone",
                         "fields": [{"path": "content", "before": "as applied", "after": "changed"}], "repaired": false}""")),
                entry(Keys.hostReport("h2"), report("h2", """
                        {"application": "shop", "role": "web", "replica": "shop/web-1", "kind": "registration",
                         "name": "parallax-shop-web-1",
                         "fields": [{"path": "agent", "before": "registered", "after": null}], "repaired": false}""")));
        World world = new WorldReader(Seal.NONE)
                .read(Instant.EPOCH, new Snapshot(entries, 1, List.of(node("h1"), node("h2")), List.of()));
        return new FleetPlan(world, after, FleetOptions.NONE, SecretResolver.ofThisProcess()).plan();
    }

    private static PlacedReplica placed(String replica, String host) {
        return new PlacedReplica("web", replica, host, Instant.EPOCH, 1, PlacedReplica.Phase.RUNNING);
    }

    private static CatalogNode node(String name) {
        return new CatalogNode(name, "10.1.0.1", Map.of("parallax-host", "true"));
    }

    private static String report(String host, String drift) {
        return "{\"host\": \"" + host + "\", \"revision\": \"1\", \"ok\": true, \"drift\": [" + drift + "]}";
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    private static Application shop(int count, int maxUnavailable) {
        return DefinitionReader.read(String.format("""
                        apiVersion: parallax.dev/v1
                        kind: Application
                        metadata: {name: shop, version: "1"}
                        roles:
                          web:
                            replicas: {count: %d, drift: report, update: {maxUnavailable: %d}}
                            components: {app: {artifact: {image: "x:1"}, command: [x]}}
                        """, count, maxUnavailable), "shop.yaml", Path.of("."));
    }
}
