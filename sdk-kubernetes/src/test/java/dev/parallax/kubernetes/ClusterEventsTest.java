package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.model.Application;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClusterEventsTest {
    private static final String NOON = "2026-11-27T12:00:00Z";

    @Test
    void podIsOfTheRoleOrTheStepWithTheLongestName() {
        assertThat(object("Pod", "db-0")).contains("db/db-0");
        assertThat(object("Pod", "web-6d5-x1")).contains("web/web-6d5-x1");
        assertThat(object("Pod", "web-admin-77-x2")).contains("web-admin/web-admin-77-x2");
        assertThat(object("Pod", "db-sync-1-x3")).contains("step db-sync");
        assertThat(object("Pod", "other-6d5-x1")).isEmpty();
    }

    @Test
    void controllersStepsAndClaimsAreToldByWhatTheyServe() {
        assertThat(object("Deployment", "web")).contains("role web");
        assertThat(object("Deployment", "web-of-another")).isEmpty();
        assertThat(object("ReplicaSet", "web-6d5")).contains("role web");
        assertThat(object("Job", "db-sync-1")).contains("step db-sync");
        assertThat(object("PersistentVolumeClaim", "data-db-0")).contains("role db");
        assertThat(object("Node", "web")).isEmpty();
    }

    @Test
    void tellsWhenItHappenedLastAndHowOften() {
        Event often = new EventBuilder(event("Pod", "db-0"))
                .withType("Warning")
                .withReason("Unhealthy")
                .withMessage("probe failed:\n refused ")
                .withLastTimestamp("2026-11-27T12:05:00Z")
                .withCount(3)
                .build();

        assertThat(ClusterEvents.told(often, application()))
                .contains(new ApplicationEvent(
                        Instant.parse("2026-11-27T12:05:00Z"),
                        true,
                        "db/db-0",
                        "Unhealthy: probe failed: refused (3 times)"));
    }

    private static Optional<String> object(String kind, String name) {
        return ClusterEvents.told(event(kind, name), application()).map(ApplicationEvent::object);
    }

    private static Event event(String kind, String name) {
        return new EventBuilder()
                .withNewMetadata()
                .withName("e")
                .withCreationTimestamp(NOON)
                .endMetadata()
                .withType("Normal")
                .withReason("Seen")
                .withNewInvolvedObject()
                .withKind(kind)
                .withName(name)
                .endInvolvedObject()
                .build();
    }

    private static Application application() {
        Role role = Role.builder().build();
        return Application.builder()
                .name("shop")
                .version("1")
                .putRoles("web", role)
                .putRoles("web-admin", role)
                .putRoles("db", role)
                .putSteps(
                        "db-sync",
                        Step.builder().use(new ComponentRef("web", "app")).build())
                .build();
    }
}
