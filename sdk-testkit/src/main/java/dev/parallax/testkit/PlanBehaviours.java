package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.model.Application;
import dev.parallax.review.PlanMovedException;
import dev.parallax.review.ReviewedPlan;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A plan that somebody looked at and kept: what was reviewed is applied, or nothing, and what moved is named. */
interface PlanBehaviours extends Kit {
    @Test
    @Order(41)
    default void reviewedPlanThatStillHoldsIsApplied() throws Exception {
        deploy(sample().withVersion("2"));
        SampleApplication wanted = sample().withVersion("2").withGreeting("as reviewed");
        ReviewedPlan plan = keptPlan(wanted.build());
        assertThat(plan.plan().isEmpty()).isFalse();
        ApplicationStatus after = settled(plan.apply(backend()));
        assertThat(greetings(after).values()).hasSize(2).containsOnly(wanted.renderedGreeting());
        assertThat(backend().plan(wanted.build()).isEmpty())
                .as("all of it was done")
                .isTrue();
    }

    @Test
    @Order(41)
    default void reviewedPlanIsRefusedAndNamesTheRoleThatWasScaledSince() throws Exception {
        deploy(sample().withVersion("2"));
        ReviewedPlan plan =
                keptPlan(sample().withVersion("2").withGreeting("as reviewed").build());
        ApplicationStatus scaled = settled(backend().scale(application(), Map.of(SampleApplication.WEB, 3)));
        isRefusedAndTouchesNothing(plan, scaled);
    }

    @Test
    @Order(41)
    default void reviewedPlanIsRefusedAndNamesTheRoleThatAnotherDefinitionChangedSince() throws Exception {
        deploy(sample().withVersion("2"));
        ReviewedPlan plan =
                keptPlan(sample().withVersion("2").withGreeting("as reviewed").build());
        ApplicationStatus changed = deploy(sample().withVersion("2").withGreeting("as somebody else has it"));
        isRefusedAndTouchesNothing(plan, changed);
    }

    @Test
    @Order(41)
    default void reviewedPlanIsRefusedWhenTheApplicationWasMadeOrDeletedSince() throws Exception {
        Application other = sample().modest();
        ReviewedPlan creation = keptPlan(other);
        try {
            backend().apply(other).await(limit());
            assertThatThrownBy(() -> creation.apply(backend()))
                    .isInstanceOf(PlanMovedException.class)
                    .hasMessageContaining(other.name())
                    .hasMessageContaining("the plan would create it");
            ReviewedPlan change =
                    keptPlan(Application.builder().from(other).version("2").build());
            delete(other);
            assertThatThrownBy(() -> change.apply(backend()))
                    .isInstanceOf(PlanMovedException.class)
                    .hasMessageContaining(other.name())
                    .hasMessageContaining("now it would be created");
            assertThat(backend().observe(other.name())).isEmpty();
        } finally {
            delete(other);
        }
    }

    private void isRefusedAndTouchesNothing(ReviewedPlan plan, ApplicationStatus before) {
        assertThatThrownBy(() -> plan.apply(backend()))
                .isInstanceOf(PlanMovedException.class)
                .hasMessageContaining(" " + SampleApplication.WEB);
        ApplicationStatus after = status();
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(web(after).wanted()).isEqualTo(web(before).wanted());
        assertThat(identities(after)).isEqualTo(identities(before));
    }

    private void delete(Application application) {
        backend().delete(application.name(), new DeleteOptions(KeptStorage.REMOVE, limit()));
    }

    /** What comes back from a file that a plan was kept in. */
    private ReviewedPlan keptPlan(Application application) {
        return ReviewedPlan.read(ReviewedPlan.of(backend(), application).write(), "plan.json");
    }
}
