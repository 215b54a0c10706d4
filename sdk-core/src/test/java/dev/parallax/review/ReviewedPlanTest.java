package dev.parallax.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.memory.InMemoryBackend;
import dev.parallax.model.Application;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Secret;
import dev.parallax.secret.SecretGenerator;
import dev.parallax.secret.SecretResolver;
import dev.parallax.testing.Samples;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewedPlanTest {
    private final InMemoryBackend backend = InMemoryBackend.builder()
            .secrets(new SecretResolver(variable -> "from outside", new SecretGenerator(new SecureRandom())))
            .build();
    private final Application first = Application.builder()
            .from(Samples.everything())
            .putSecrets("licence", new Secret.Password(12))
            .build();
    private final Application second =
            Application.builder().from(first).version("2").build();

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void comesBackFromItsTextAsItWas() {
        ReviewedPlan plan = ReviewedPlan.of(backend, first);

        assertThat(ReviewedPlan.read(plan.write(), "plan.json")).isEqualTo(plan);
    }

    @Test
    void isAppliedAsLongAsItIsWhatWouldHappen() {
        ReviewedPlan plan = ReviewedPlan.of(backend, first);

        assertThat(plan.apply(backend).status().version()).isEqualTo(first.version());
    }

    @Test
    void saysWhatMovedAndTouchesNothing() {
        ReviewedPlan plan = ReviewedPlan.of(backend, first);
        backend.apply(second);

        assertThatThrownBy(() -> plan.apply(backend))
                .isInstanceOf(PlanMovedException.class)
                .hasMessageContaining(
                        "application " + first.name() + ": the plan would create it; now it would be changed");
        assertThat(backend.observe(first.name()).orElseThrow().version()).isEqualTo("2");
    }

    @Test
    void namesTheFieldThatWouldChangeFromAnotherValue() {
        backend.apply(first);
        ReviewedPlan plan = ReviewedPlan.of(backend, second);
        backend.apply(Application.builder().from(first).version("1.5").build());

        assertThatThrownBy(() -> plan.apply(backend))
                .hasMessageContaining("version would become 2 from 1.5, in the plan from " + first.version());
    }

    @Test
    void namesWhatWasChangedByHandSinceAndWhatNoLongerIs() {
        backend.apply(first);
        ReviewedPlan before = ReviewedPlan.of(backend, first);
        int wanted = reporting().replicas().count();
        backend.faults().scaleByHand(first.name(), "web", wanted + 1);
        ReviewedPlan since = ReviewedPlan.of(backend, first);

        assertThat(ReviewedPlan.read(since.write(), "plan.json")).isEqualTo(since);
        assertThatThrownBy(() -> before.apply(backend))
                .isInstanceOf(PlanMovedException.class)
                .hasMessageContaining("role web, which was changed by hand: not in the plan; now it would be repaired");
        backend.faults().scaleByHand(first.name(), "web", wanted);
        assertThatThrownBy(() -> since.apply(backend))
                .isInstanceOf(PlanMovedException.class)
                .hasMessageContaining(
                        "role web, which was changed by hand: the plan would repair it; now nothing is done with it");
    }

    private Role reporting() {
        Role web = Objects.requireNonNull(first.roles().get("web"));
        assertThat(web.replicas().drift()).isEqualTo(DriftPolicy.REPORT);
        return web;
    }

    @Test
    void somethingElseIsNotAPlan() {
        assertThatThrownBy(() -> ReviewedPlan.read("{}", "plan.json"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("plan.json: is not a plan");
        assertThatThrownBy(() -> ReviewedPlan.read("{\n  \"form\": x", "plan.json"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("plan.json:2:11: is not a plan: it is no JSON; write one with `parallax plan --save`");
    }

    /** Its digest is of other parts, and its values are masked where they are shown now: neither is somebody's doing. */
    @Test
    void oneOfTheFormBeforeIsToldAsThat() {
        String before = ReviewedPlan.of(backend, first).write().replace("parallax.dev/plan/v2", "parallax.dev/plan/v1");

        assertThatThrownBy(() -> ReviewedPlan.read(before, "plan.json"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("plan.json: is not a plan of this version; write one with `parallax plan --save`");
    }

    @Test
    void whatWasChangedSinceIsNotWhatWasReviewed() {
        String kept = ReviewedPlan.of(backend, first).write();

        for (String changed : List.of(
                kept.replace("\"CREATE\"", "\"UNCHANGED\""),
                kept.replace("\"length\" : 12", "\"length\" : 13"),
                kept.replace("\"digest\"", "\"digits\""),
                kept.replace("\"CREATE\"", "7"),
                kept.replace("\"backend\" : \"in-memory\"", "\"backend\" : null"))) {
            assertThat(changed).isNotEqualTo(kept);
            assertThatThrownBy(() -> ReviewedPlan.read(changed, "plan.json"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessage(
                            "plan.json: was changed since the plan was kept in it; write one with `parallax plan --save`");
        }
    }
}
