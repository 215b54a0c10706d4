package dev.parallax.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.Application;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.OnFailure;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.model.UpdatePolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** {@code web} goes back and waits for {@code db}, which halts and waits for {@code schema}; {@code lonely} is waited for by nobody. */
    private final Application application = Application.builder()
            .name("shop")
            .version("1")
            .putSteps("schema", step())
            .putSteps("lonely", step())
            .putRoles("db", role(OnFailure.HALT, new Requirement.OfStep("schema", MINUTE)))
            .putRoles("web", role(OnFailure.ROLLBACK, new Requirement.OfRole("db", 1, MINUTE)))
            .build();

    @Test
    void aRoleHasItsOwn() {
        assertThat(FailurePolicy.of(application, Part.role("web"))).isEqualTo(OnFailure.ROLLBACK);
        assertThat(FailurePolicy.of(application, Part.role("db"))).isEqualTo(OnFailure.HALT);
        assertThat(FailurePolicy.of(application, Part.role("gone"))).isEqualTo(OnFailure.HALT);
    }

    @Test
    void aStepHasThatOfTheRolesThatWaitForItThroughOthersToo() {
        assertThat(FailurePolicy.of(application, Part.step("schema"))).isEqualTo(OnFailure.ROLLBACK);
        assertThat(FailurePolicy.of(application, Part.step("lonely"))).isEqualTo(OnFailure.HALT);
    }

    private static Step step() {
        return Step.builder()
                .use(new ComponentRef("db", "server"))
                .addCommand("/bin/true")
                .build();
    }

    private static Role role(OnFailure onFailure, Requirement requirement) {
        return Role.builder()
                .replicas(ReplicaPolicy.builder()
                        .update(UpdatePolicy.builder().onFailure(onFailure).build())
                        .build())
                .requires(List.of(requirement))
                .build();
    }
}
