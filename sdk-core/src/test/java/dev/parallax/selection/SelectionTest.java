package dev.parallax.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.model.Application;
import dev.parallax.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Application SHOP = Samples.everything();
    private static final ApplicationStatus STATUS = new ApplicationStatus(
            "shop",
            "1",
            3,
            Map.of(
                    "db",
                    new RoleStatus(1, 1, 1, 1, replicas("db-0")),
                    "web",
                    new RoleStatus(3, 3, 2, 2, replicas("web-0", "web-1"))),
            Map.of("db", service(), "front", service()),
            Map.of("schema", new StepStatus(StepState.SUCCEEDED, 1, Optional.empty())),
            false,
            RolloutStatus.of(true, false, Optional.empty(), Optional.empty()));

    @Test
    void everythingIsTheWholeState() {
        assertThat(Selection.ALL.of(STATUS, SHOP)).isSameAs(STATUS);
        assertThat(Selection.ALL.has(event("step schema"))).isTrue();
    }

    @Test
    void ofARoleAreItsReplicasAndTheServicesInFrontOfIt() {
        ApplicationStatus part = of("web", null).of(STATUS, SHOP);

        assertThat(part.roles())
                .containsOnlyKeys("web")
                .containsEntry("web", STATUS.roles().get("web"));
        assertThat(part.services()).containsOnlyKeys("front");
        assertThat(part.steps()).isEmpty();
        assertThat(part.revision()).isEqualTo(3);
    }

    @Test
    void ofAReplicaIsHowManyTheRoleHas() {
        RoleStatus part = Objects.requireNonNull(
                of("web", "web-1").of(STATUS, SHOP).roles().get("web"));

        assertThat(part.replicas()).extracting(ReplicaStatus::name).containsExactly("web-1");
        assertThat(part.ready()).isEqualTo(2);
        assertThat(part.wanted()).isEqualTo(3);
    }

    @Test
    void whatHappenedToARoleIsOfNoneOfItsReplicas() {
        List<String> objects = List.of(
                "application",
                "role web",
                "role web-2",
                "web/web-0",
                "web/web-1",
                "web-2/web-0",
                "step web",
                "service web");

        assertThat(objects)
                .filteredOn(object -> of("web", null).has(event(object)))
                .containsExactly("role web", "web/web-0", "web/web-1");
        assertThat(objects)
                .filteredOn(object -> of("web", "web-0").has(event(object)))
                .containsExactly("web/web-0");
    }

    @Test
    void saysWhatThereIsInThePlaceOfWhatIsNot() {
        of("web", "web-1").check(SHOP, STATUS);
        assertThatThrownBy(() -> of("wbe", null).check(SHOP, STATUS))
                .isInstanceOf(BackendException.class)
                .hasMessage("application 'shop' has no role 'wbe'; did you mean 'web'?");
        assertThatThrownBy(() -> of("web", "db-0").check(SHOP, STATUS))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("application 'shop' has no replica 'db-0' in role 'web'; ");
        assertThatThrownBy(() -> new Selection(Optional.of("db"), Optional.empty(), Optional.of("none-such"))
                        .check(SHOP, STATUS))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith(
                        "application 'shop' has no component 'none-such' in role 'db'; known components are ");
    }

    private static Selection of(String role, @Nullable String replica) {
        return new Selection(Optional.of(role), Optional.ofNullable(replica), Optional.empty());
    }

    private static ApplicationEvent event(String object) {
        return new ApplicationEvent(Instant.EPOCH, false, object, "something happened");
    }

    private static List<ReplicaStatus> replicas(String... names) {
        return List.of(names).stream()
                .map(name -> new ReplicaStatus(
                        name, Optional.of("host1"), Optional.empty(), ReplicaState.READY, "1", 0, Optional.empty()))
                .toList();
    }

    private static ServiceStatus service() {
        return new ServiceStatus(Optional.empty(), Optional.empty(), Map.of(), List.of());
    }
}
