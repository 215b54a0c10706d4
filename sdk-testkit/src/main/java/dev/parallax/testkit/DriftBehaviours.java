package dev.parallax.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Drift;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Change;
import dev.parallax.review.PlanMovedException;
import dev.parallax.review.ReviewedPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What was changed by hand: found, named, and put right as the role's policy says, or by what a plan shows. */
interface DriftBehaviours extends Kit {
    /** Longer than any backend takes to look. */
    Duration UNTOUCHED = Duration.ofSeconds(5);

    @Test
    @Order(48)
    default void namesAHandMadeChangeAndOnlyReportsItWhereThePolicySaysSo() throws Exception {
        isNamedAndStays(change());
    }

    @Test
    @Order(48)
    default void namesWhatWasDeletedByHandAndOnlyReportsItWhereThePolicySaysSo() throws Exception {
        isNamedAndStays(deletion());
    }

    private void isNamedAndStays(HandMadeChange change) throws InterruptedException {
        ApplicationStatus before = deploy(sample().withVersion("2").reportingDrift());
        eventually(this::standing, List::isEmpty);
        change.make(application(), SampleApplication.WEB);
        List<Difference> found = eventually(this::standing, standing -> !standing.isEmpty());
        assertThat(found)
                .anySatisfy(difference -> assertThat(difference.role()).contains(SampleApplication.WEB))
                .anySatisfy(difference -> assertThat(difference.toString()).contains(change.names()))
                .allSatisfy(difference -> assertThat(difference.fields())
                        .isNotEmpty()
                        .allSatisfy(field -> assertThat(field.before()).isNotEqualTo(field.after())));
        await().during(UNTOUCHED)
                .atMost(limit())
                .until(() -> change.isThere(application(), SampleApplication.WEB)
                        && !standing().isEmpty());
        ApplicationStatus repaired = backend().repair(application()).await(limit());
        assertThat(repaired.revision()).isEqualTo(before.revision());
        eventually(this::standing, List::isEmpty);
        assertThat(change.isThere(application(), SampleApplication.WEB)).isFalse();
    }

    @Test
    @Order(48)
    default void planNamesAHandMadeChange() throws Exception {
        HandMadeChange change = change();
        SampleApplication applied = sample().withVersion("2").reportingDrift();
        Difference found = changedByHand(change, applied);
        Plan plan = backend().plan(applied.build());
        assertThat(plan.isEmpty()).isFalse();
        assertThat(changed(plan))
                .anySatisfy(planned ->
                        assertThat(planned.toString()).contains(found.name()).contains(change.names()));
        assertThat(changed(plan))
                .flatExtracting(Change::fields)
                .as("as it was found, and as it was applied")
                .anySatisfy(field -> assertThat(found.fields()).anySatisfy(told -> {
                    assertThat(field.path()).isEqualTo(told.path());
                    assertThat(field.before()).isEqualTo(told.after());
                    assertThat(field.after()).isEqualTo(told.before());
                }));
        assertThat(change.isThere(application(), SampleApplication.WEB))
                .as("a plan changes nothing")
                .isTrue();
        backend().repair(application()).await(limit());
        eventually(() -> changed(backend().plan(applied.build())), List::isEmpty);
    }

    @Test
    @Order(48)
    default void reviewedPlanPutsBackWhatWasDeletedByHand() throws Exception {
        HandMadeChange deletion = deletion();
        SampleApplication applied = sample().withVersion("2").reportingDrift();
        changedByHand(deletion, applied);
        ReviewedPlan plan = ReviewedPlan.of(backend(), applied.build());
        assertThat(changed(plan.plan()))
                .anySatisfy(planned -> assertThat(planned.toString()).contains(deletion.names()));
        settled(plan.apply(backend()));
        eventually(() -> deletion.isThere(application(), SampleApplication.WEB), there -> !there);
        eventually(() -> changed(backend().plan(applied.build())), List::isEmpty);
    }

    @Test
    @Order(48)
    default void reviewedPlanIsRefusedAndNamesWhatWasChangedByHandSince() throws Exception {
        HandMadeChange change = change();
        SampleApplication applied = sample().withVersion("2").reportingDrift();
        ApplicationStatus before = deploy(applied);
        eventually(this::standing, List::isEmpty);
        ReviewedPlan plan =
                ReviewedPlan.of(backend(), applied.withGreeting("as reviewed").build());
        Difference found = changedByHand(change, applied);
        assertThatThrownBy(() -> plan.apply(backend()))
                .isInstanceOf(PlanMovedException.class)
                .hasMessageContaining(found.name());
        assertThat(status().revision()).isEqualTo(before.revision());
        assertThat(change.isThere(application(), SampleApplication.WEB))
                .as("nothing was touched")
                .isTrue();
        backend().repair(application()).await(limit());
        eventually(this::standing, List::isEmpty);
    }

    /** Deploys, changes, and waits until that is found. */
    private Difference changedByHand(HandMadeChange change, SampleApplication application) throws InterruptedException {
        deploy(application);
        eventually(this::standing, List::isEmpty);
        change.make(application(), SampleApplication.WEB);
        return eventually(
                        () -> standing().stream()
                                .filter(difference -> difference.toString().contains(change.names()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<Change> changed(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.action() != Plan.Action.UNCHANGED)
                .toList();
    }

    @Test
    @Order(49)
    default void repairsAHandMadeChangeWhereThePolicySaysSo() throws Exception {
        isPutRight(change(), sample().withVersion("2"));
    }

    /** With data of its own: a host tells what it has put right as long as a replica's data are the same. */
    @Test
    @Order(49)
    default void repairsWhatWasDeletedByHandWhereThePolicySaysSo() throws Exception {
        isPutRight(deletion(), sample().withVersion("2").withGreeting("nothing is deleted"));
    }

    private void isPutRight(HandMadeChange change, SampleApplication application) throws InterruptedException {
        deploy(application);
        eventually(this::standing, List::isEmpty);
        change.make(application(), SampleApplication.WEB);
        if (change.repairs() == HandMadeChange.Repairs.CONTINUOUSLY) {
            Drift told = eventually(() -> backend().drift(application()), drift -> drift.differences().stream()
                    .anyMatch(difference -> difference.state() == Drift.State.REPAIRED
                            && difference.toString().contains(change.names())));
            assertThat(told.application()).isEqualTo(application());
            assertThat(told.differences())
                    .as("what was changed by hand, and nothing that was touched to put it right")
                    .allSatisfy(difference -> assertThat(difference.toString()).contains(change.names()));
        } else {
            assertThat(standing()).isNotEmpty();
            backend().repair(application()).await(limit());
        }
        eventually(this::standing, List::isEmpty);
        eventually(() -> change.isThere(application(), SampleApplication.WEB), there -> !there);
        eventually(this::status, ApplicationStatus::isReady);
    }

    @Test
    @Order(49)
    default void hasNoDriftOfWhatIsNotThere() {
        assertThatThrownBy(() -> backend().drift("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().repair("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
    }

    private List<Difference> standing() {
        return backend().drift(application()).standing();
    }

    private HandMadeChange change() {
        assumeTrue(handMadeChange().isPresent(), "handMadeChange() is not overridden: nothing is changed by hand");
        return handMadeChange().orElseThrow();
    }

    private HandMadeChange deletion() {
        assumeTrue(handMadeDeletion().isPresent(), "handMadeDeletion() is not overridden: nothing is deleted by hand");
        return handMadeDeletion().orElseThrow();
    }
}
