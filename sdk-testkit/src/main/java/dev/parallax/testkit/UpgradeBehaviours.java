package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.areAtRest;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.model.OnFailure;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.rollout.RolloutEvent;
import dev.parallax.rollout.RolloutEvent.Begun;
import dev.parallax.rollout.RolloutEvent.Done;
import dev.parallax.rollout.RolloutEvent.ReplicaReady;
import dev.parallax.rollout.RolloutEvent.ReplicaStarted;
import dev.parallax.rollout.RolloutEvent.ReplicaStopping;
import dev.parallax.rollout.RolloutEvent.StepSucceeded;
import dev.parallax.rollout.RolloutEvent.WaveBegun;
import dev.parallax.rollout.RolloutFeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** How a new version takes the place of an old one, what becomes of one that is no good, and what is told of both. */
interface UpgradeBehaviours extends Kit {
    /** Longer than a good replica takes to be ready. */
    Duration DEADLINE = Duration.ofSeconds(15);

    @Test
    @Order(49)
    default void noMoreThanMaxUnavailableAreDownDuringAnUpgrade() throws Exception {
        deploy(sample().withVersion("2").withCount(3));
        try (Recording recording = new Recording(backend(), application())) {
            deploy(sample().withVersion("6").withCount(3));
            deploy(sample().withVersion("6").withCount(3).withGreeting("good afternoon"));
            assertThat(recording.states()).as("the upgrade was seen").anySatisfy(status -> assertThat(status.version())
                    .isEqualTo("6"));
            assertNeverFewerThan(2, recording);
        }
    }

    @Test
    @Order(49)
    default void badVersionIsRolledBackByItselfWhereThePolicySaysSo() throws Exception {
        SampleApplication good = sample().withVersion("2").withCount(3).withUpdate(policy(OnFailure.ROLLBACK));
        ApplicationStatus before = deploy(good);
        String token = token(web(before).replicas().get(0));
        try (Recording recording = new Recording(backend(), application())) {
            Rollout bad = backend().apply(good.withGreeting("bad").broken().build());
            assertThatThrownBy(() -> bad.await(limit()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(SampleApplication.WEB);
            assertThat(status().revision())
                    .as("taken back before whoever waits hears of it, and may end")
                    .isGreaterThan(bad.revision());
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.revision() > bad.revision()
                            && status.isReady()
                            && status.rollout().state() == RolloutState.COMPLETE
                            && areAtRest(status, 3));
            assertThat(greetings(after).values()).containsOnly(good.renderedGreeting());
            assertThat(web(after).replicas())
                    .allSatisfy(replica -> assertThat(token(replica)).isEqualTo(token));
            assertThat(after.rollout().reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("back to revision " + before.revision()));
            assertThat(backend().history(application()).get(0).definition()).isEqualTo(good.build());
            assertNeverFewerThan(2, recording);
        }
    }

    @Test
    @Order(49)
    default void badVersionHaltsWhereThePolicyDoesNotSayMore() throws Exception {
        SampleApplication good = sample().withVersion("2").withCount(3).withUpdate(policy(OnFailure.HALT));
        deploy(good);
        try (Recording recording = new Recording(backend(), application())) {
            Rollout bad = backend().apply(good.withGreeting("bad").broken().build());
            assertThatThrownBy(() -> bad.await(limit()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(SampleApplication.WEB);
            eventually(this::status, status -> status.rollout().state() == RolloutState.FAILED);
            await().during(STILL)
                    .atMost(limit())
                    .until(() -> status().revision() == bad.revision() && serving(status()) == 2);
            assertThat(status().rollout().failure())
                    .hasValueSatisfying(failure -> assertThat(failure).contains(SampleApplication.WEB));
            ApplicationStatus corrected = deploy(good.withGreeting("corrected"));
            assertThat(corrected.rollout().failure()).isEmpty();
            assertNeverFewerThan(2, recording);
        }
    }

    @Test
    @Order(49)
    default void wayBackFromAVersionThatHaltedIsDone() throws Exception {
        SampleApplication good = sample().withVersion("2").withCount(2).withUpdate(policy(OnFailure.HALT));
        ApplicationStatus before = deploy(good);
        Rollout bad = backend().apply(good.withGreeting("bad").broken().build());
        assertThatThrownBy(() -> bad.await(limit()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(SampleApplication.WEB);
        ApplicationStatus after = settled(backend().rollback(application(), before.revision()));
        assertThat(web(after).ready()).isEqualTo(2);
        assertThat(after.rollout().failure()).isEmpty();
        assertThat(greetings(after).values()).containsOnly(good.renderedGreeting());
    }

    @Test
    @Order(49)
    default void versionWhoseStepFailsIsRolledBackWhereARoleThatWaitsForItSaysSo() throws Exception {
        SampleApplication good = sample().withVersion("2").withUpdate(policy(OnFailure.ROLLBACK));
        ApplicationStatus before = deploy(good);
        try (Recording recording = new Recording(backend(), application())) {
            Rollout bad = backend().apply(good.withVersion("9").withFailingStep());
            assertThatThrownBy(() -> bad.await(limit()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(SampleApplication.PREPARE);
            ApplicationStatus after =
                    eventually(this::status, status -> status.revision() > bad.revision() && status.isReady());
            assertThat(after.version()).isEqualTo(before.version());
            assertThat(after.rollout().reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("back to revision " + before.revision()));
            assertThat(recording.states())
                    .as("replicas that wait for the step are not touched")
                    .allSatisfy(status -> assertThat(web(status).replicas())
                            .extracting(replica -> replica.version())
                            .containsOnly(before.version()));
        }
    }

    @Test
    @Order(49)
    default void rolloutIsToldAsItHappens() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        List<RolloutEvent> events = new CopyOnWriteArrayList<>();
        Subscription feed = RolloutFeed.follow(backend(), application(), events::add);
        try {
            eventually(() -> List.copyOf(events), told -> told.contains(new Begun(before.revision(), "2")));
            ApplicationStatus after = deploy(sample().withVersion("7").withGreeting("good luck"));
            eventually(() -> List.copyOf(events), told -> told.contains(new Done(after.revision(), "7")));
            assertThat(events)
                    .as("in this order, others in between")
                    .containsSubsequence(
                            new Begun(before.revision(), "2"),
                            new Begun(after.revision(), "7"),
                            new StepSucceeded(SampleApplication.PREPARE),
                            new Done(after.revision(), "7"));
            assertThat(events).filteredOn(WaveBegun.class::isInstance).isNotEmpty();
            assertThat(web(after).replicas()).allSatisfy(replica -> assertThat(events)
                    .containsSubsequence(
                            new ReplicaStarted(SampleApplication.WEB, replica.name(), replica.host(), "7"),
                            new ReplicaReady(SampleApplication.WEB, replica.name(), replica.host(), "7")));
            assertThat(web(before).replicas()).allSatisfy(replica -> assertThat(events)
                    .contains(new ReplicaStopping(SampleApplication.WEB, replica.name(), replica.host(), "2")));
        } finally {
            feed.close();
        }
    }

    private static UpdatePolicy policy(OnFailure onFailure) {
        return UpdatePolicy.builder().deadline(DEADLINE).onFailure(onFailure).build();
    }

    /** What a failure shows is one line for each time that is wrong: which replica was in which state. */
    private static void assertNeverFewerThan(int least, Recording recording) {
        assertThat(recording.states().stream()
                        .filter(status -> serving(status) < least)
                        .map(status -> "revision " + status.revision() + ": "
                                + web(status).replicas().stream()
                                        .map(replica -> replica.name() + " " + replica.version() + " " + replica.state()
                                                + replica.lastError()
                                                        .map(text -> " (" + text + ")")
                                                        .orElse(""))
                                        .toList()))
                .as("states with fewer than %d replicas that serve", least)
                .isEmpty();
    }

    /** Replicas of whichever version. */
    private static long serving(ApplicationStatus status) {
        return web(status).replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }
}
