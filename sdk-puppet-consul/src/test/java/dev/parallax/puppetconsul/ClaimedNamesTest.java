package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.BackendException;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.AddressRange;
import dev.parallax.puppetconsul.controller.AddressRanges;
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
    private static final AddressRanges RANGES =
            new AddressRanges(AddressRange.parse("10.2.0.0/24"), AddressRange.parse("10.3.0.0/24"));

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
        return new WorldReader()
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
                fleet(Desired.Intent.PRESENT), application("shop-a", "db"), RANGES, SecretResolver.ofThisProcess());
        assertThatThrownBy(plan::plan)
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(
                        "port http of service db of application shop-a",
                        "port http of service a-db of application shop",
                        "parallax-shop-a-db-http");
    }

    @Test
    void refusesANameThatConsulsDnsCouldNotAnswer() {
        Application named = Application.builder()
                .name("a-forum-with-quite-a-long-name")
                .version("1")
                .putServices(
                        "search-of-archives",
                        Service.builder()
                                .role("web")
                                .putPorts("http", new ServicePort(80, "http"))
                                .build())
                .build();
        assertThatThrownBy(() -> ClaimedNames.check(named, List.of()))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("port http of service search-of-archives", "at most 62");
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

    @Test
    void refusesTwoPartsOfOneApplicationThatAreKnownByOneName() {
        Application both = Application.builder()
                .from(application("shop", "role"))
                .putRoles("http", Role.builder().build())
                .build();
        assertThatThrownBy(() -> ClaimedNames.check(both, List.of()))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("port http of service role", "role http of application shop");
    }
}
