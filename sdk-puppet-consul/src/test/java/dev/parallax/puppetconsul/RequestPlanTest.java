package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no host is told of, and a plan shows. */
class RequestPlanTest {
    @Test
    void namesARequestThatChanges() {
        assertThat(role(plan(requesting(100), requesting(200))))
                .isEqualTo(new Change(
                        Action.CHANGE,
                        "role",
                        "web",
                        List.of(new FieldChange(
                                "components.app.requests.cpu", Optional.of("100m"), Optional.of("200m")))));
    }

    @Test
    void hasNothingToSayOfARoleThatRequestsNothing() {
        Application none = application(Requests.builder().build());

        assertThat(role(plan(none, none)).action()).isEqualTo(Action.UNCHANGED);
        assertThat(role(plan(none, requesting(100))).fields())
                .containsExactly(new FieldChange("components.app.requests.cpu", Optional.empty(), Optional.of("100m")));
    }

    @Test
    void showsWhereAReplicaGoesForWhichItsHostHasNoRoomAnyMore() {
        Plan roomy = plan(requesting(100), requesting(200), placed(), node("h1", 200), node("h2", 300));
        Plan moved = plan(requesting(100), requesting(300), placed(), node("h1", 200), node("h2", 300));
        Plan nowhere = plan(requesting(100), requesting(400), placed(), node("h1", 200), node("h2", 300));

        assertThat(host(roomy)).isEqualTo("h1");
        assertThat(host(moved)).isEqualTo("h2");
        assertThat(host(nowhere))
                .isEqualTo(
                        "none: web-0 has no host: h1 has 200m cpu left, 400m needed, h2 has 300m cpu left, 400m needed");
    }

    @Test
    void showsNoMoveOfWhatHasStorageAndOneOfWhatIsYetToHaveSome() {
        List<CatalogNode> nodes = List.of(node("h1", 200), node("h2", 300));
        KvEntry kept = entry(
                Keys.STORAGE,
                StateJson.write(Map.of(
                        KeptStorage.key("shop", "web-0"),
                        new KeptStorage("shop", "web", "web-0", "h1", List.of("data"), false))));

        assertThat(host(plan(requesting(100), keeping(300), List.of(placed()), nodes)))
                .isEqualTo("h2");
        assertThat(host(plan(requesting(100), keeping(300), List.of(placed(), kept), nodes)))
                .isEqualTo("h1");
    }

    private static KvEntry placed() {
        return entry(
                Keys.placement("shop"),
                StateJson.write(List.of(
                        new PlacedReplica("web", "web-0", "h1", Instant.EPOCH, 1, PlacedReplica.Phase.RUNNING))));
    }

    private static CatalogNode node(String name, int millis) {
        return new CatalogNode(
                name, "10.1.0.1", Map.of("parallax-host", "true", "parallax-cpu", String.valueOf(millis)));
    }

    private static String host(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.kind().equals("parallax::replica"))
                .flatMap(change -> change.fields().stream())
                .filter(field -> field.path().equals("host"))
                .findFirst()
                .orElseThrow()
                .after()
                .orElseThrow();
    }

    private static Change role(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.kind().equals("role"))
                .findFirst()
                .orElseThrow();
    }

    private static Plan plan(Application before, Application after) {
        return plan(before, after, List.of(), List.of());
    }

    private static Plan plan(Application before, Application after, KvEntry entry, CatalogNode... nodes) {
        return plan(before, after, List.of(entry), List.of(nodes));
    }

    private static Plan plan(Application before, Application after, List<KvEntry> more, List<CatalogNode> nodes) {
        List<KvEntry> entries = new ArrayList<>(more);
        Desired desired =
                new Desired(1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        entries.add(entry(Keys.revision("shop", 1), ModelJson.write(before)));
        entries.add(entry(Keys.desired("shop"), StateJson.write(desired)));
        World world = new WorldReader(Seal.NONE).read(Instant.EPOCH, new Snapshot(entries, 1, nodes, List.of()));
        return new FleetPlan(world, after, FleetOptions.NONE, SecretResolver.ofThisProcess()).plan();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    private static Application requesting(int millis) {
        return application(Requests.builder().cpu(new Cpu(millis)).build());
    }

    private static Application keeping(int millis) {
        Application shop = requesting(millis);
        Storage data = Storage.builder()
                .path("/data")
                .size(ByteSize.parse("1Mi"))
                .keep(true)
                .build();
        return Application.builder()
                .from(shop)
                .roles(Map.of(
                        "web",
                        Role.builder()
                                .from(shop.roles().values().iterator().next())
                                .putStorage("data", data)
                                .build()))
                .build();
    }

    private static Application application(Requests requests) {
        return Application.builder()
                .name("shop")
                .version("1")
                .putRoles(
                        "web",
                        Role.builder()
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("shop:1")
                                                        .build())
                                                .requests(requests)
                                                .build())
                                .build())
                .build();
    }
}
