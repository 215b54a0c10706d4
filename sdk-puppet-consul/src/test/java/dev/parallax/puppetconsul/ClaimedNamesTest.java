package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;
import dev.parallax.fidelity.Fidelity;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.Provider;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.FleetOptions;
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

class ClaimedNamesTest {
    private static Application application(String name, String service) {
        return Application.builder()
                .name(name)
                .version("1")
                .putServices(
                        service,
                        Service.builder()
                                .role("web")
                                .putPorts("http", new ServicePort(80, "http"))
                                .build())
                .build();
    }

    /** A fleet that has an application {@code shop} with a service {@code a-db}. */
    private static World fleet(Desired.Intent intent) {
        Desired desired = new Desired(1, "1", intent, true, Instant.EPOCH, Optional.empty(), Optional.empty());
        return new WorldReader(Seal.NONE)
                .read(
                        Instant.EPOCH,
                        new Snapshot(
                                List.of(
                                        entry(Keys.revision("shop", 1), ModelJson.write(application("shop", "a-db"))),
                                        entry(Keys.desired("shop"), StateJson.write(desired))),
                                1,
                                List.of(),
                                List.of()));
    }

    private static KvEntry entry(String key, String value) {
        return new KvEntry(key, value, 1, Optional.empty());
    }

    @Test
    void planRefusesWhatAnotherApplicationIsKnownByAndNamesBoth() {
        FleetPlan plan = new FleetPlan(
                fleet(Desired.Intent.PRESENT),
                application("shop-a", "db"),
                FleetOptions.NONE,
                SecretResolver.ofThisProcess());
        assertThatThrownBy(plan::plan)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(
                        "port http of service db of application shop-a",
                        "port http of service a-db of application shop",
                        "parallax-shop-a-db-http");
    }

    @Test
    void acceptsServicesOfOneNameTheApplicationItselfAndNamesThatAreBeingGivenUp() {
        var present = fleet(Desired.Intent.PRESENT).apps().values();
        var deleting = fleet(Desired.Intent.DELETING).apps().values();
        assertThatCode(() -> {
                    ClaimedNames.check(application("forum", "a-db"), present);
                    ClaimedNames.check(application("shop", "a-db"), present);
                    ClaimedNames.check(application("shop-a", "db"), deleting);
                })
                .doesNotThrowAnyException();
    }

    /** {@code b-c} of {@code a} would be {@code c} of {@code a-b}, here {@code a-db} of {@code shop}. */
    @Test
    void refusesToLeadToWhatAnotherThanTheOneNamedIsKnownBy() {
        Service.Builder other = Service.builder().putPorts("http", new ServicePort(80, "http"));
        Application reader = Application.builder()
                .name("reader")
                .version("1")
                .putServices("x", other.provider(new Provider("shop-a", "db")).build())
                .putServices("y", other.provider(new Provider("shop", "a-db")).build())
                .build();
        assertThatThrownBy(() -> ClaimedNames.check(
                        reader, fleet(Desired.Intent.PRESENT).apps().values()))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(
                        "port http of service x of application reader leads to port http of service db of application shop-a",
                        "port http of service a-db of application shop");
    }

    @Test
    void refusesANameThatConsulsDnsCouldNotAnswer() {
        Application.Builder named =
                Application.builder().name("a-forum-with-quite-a-long-name").version("1");
        Service.Builder search = Service.builder().putPorts("http", new ServicePort(80, "http"));
        assertThat(refusals(named.putServices(
                                "search-of-archives", search.role("web").build())
                        .build()))
                .contains("port http of service search-of-archives", "at most 62");
        assertThat(refusals(Application.builder()
                        .from(application("shop", "db"))
                        .putServices(
                                "search",
                                Service.builder()
                                        .provider(new Provider("a-forum-with-quite-a-long-name", "search-of-archives"))
                                        .putPorts("http", new ServicePort(80, "http"))
                                        .build())
                        .build()))
                .contains("port http of service search of application shop", "at most 62");
    }

    @Test
    void refusesTwoPartsOfOneApplicationThatAreKnownByOneName() {
        assertThat(refusals(Application.builder()
                        .from(application("shop", "role"))
                        .putRoles("http", Role.builder().build())
                        .build()))
                .contains("port http of service role of application shop and role http of application shop");
    }

    @Test
    void refusesTwoComponentsWhoseUnitsWouldBeOne() {
        assertThat(refusals(Application.builder()
                        .from(application("shop", "db"))
                        .putRoles("b", role("x-1-c"))
                        .putRoles("b-1-x", role("c"))
                        .putRoles("b-1-y", role("c"))
                        .build()))
                .isEqualTo(
                        "component c of role b-1-x of application shop and component x-1-c of role b of application shop"
                                + " have the same name on a fleet, that of a unit; rename one of them");
    }

    @Test
    void refusesAnApplicationWhoseUnitsLookLikeThoseOfSteps() {
        assertThat(refusals(application("step-one", "db"))).contains("those of steps");
    }

    private static Role role(String component) {
        return Role.builder()
                .putComponents(
                        component,
                        Component.builder()
                                .artifact(Artifact.builder().image("web:1").build())
                                .build())
                .build();
    }

    private static String refusals(Application application) {
        return FleetFidelity.RULES.assess("puppet-consul", application).fields().stream()
                .filter(line -> line.path().equals("metadata.name"))
                .map(line -> line.fidelity() instanceof Fidelity.Refused refused ? refused.why() : "")
                .findFirst()
                .orElse("");
    }
}
