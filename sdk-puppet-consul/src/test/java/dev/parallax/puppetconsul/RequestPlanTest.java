package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.AddressRange;
import dev.parallax.puppetconsul.controller.AddressRanges;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretResolver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no host is told of, and a plan shows. */
class RequestPlanTest {
    private static final AddressRanges RANGES =
            new AddressRanges(AddressRange.parse("10.2.0.0/24"), AddressRange.parse("10.3.0.0/24"));

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

    private static Change role(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.kind().equals("role"))
                .findFirst()
                .orElseThrow();
    }

    private static Plan plan(Application before, Application after) {
        Desired desired =
                new Desired(1, "1", Desired.Intent.PRESENT, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        World world = new WorldReader(Seal.NONE)
                .read(
                        Instant.EPOCH,
                        new Snapshot(
                                List.of(
                                        entry(Keys.revision("shop", 1), ModelJson.write(before)),
                                        entry(Keys.desired("shop"), StateJson.write(desired))),
                                1,
                                List.of(),
                                List.of()));
        return new FleetPlan(world, after, RANGES, SecretResolver.ofThisProcess()).plan();
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    private static Application requesting(int millis) {
        return application(Requests.builder().cpu(new Cpu(millis)).build());
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
