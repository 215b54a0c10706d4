package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.areAtRest;
import static dev.parallax.testkit.Seen.hosts;
import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.prepare;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What holds a rollout, lets it go on, and gives it up. */
interface RolloutBehaviours extends Kit {
    @Test
    @Order(49)
    default void pauseHoldsTheNextChangeUntilItIsResumed() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        whilePaused(() -> {
            backend().pause(application());
            assertThat(status().rollout().paused()).isTrue();
            assertThat(status().isReady()).as("nothing is held yet").isTrue();
            Rollout held = backend().apply(sample().withVersion("3").build());
            assertThatThrownBy(() -> held.await(STILL))
                    .isInstanceOf(NotReachedException.class)
                    .hasMessageContaining("paused");
            assertThat(identities(status())).isEqualTo(identities(before));
            assertThat(web(status()).replicas())
                    .extracting(ReplicaStatus::version)
                    .containsOnly("2");
            assertThat(prepare(status()).state()).as("no step begins").isEqualTo(StepState.WAITING);
            assertThat(status().isReady()).isFalse();
        });
        ApplicationStatus after = settled(backend().rollout(application()));
        assertThat(after.version()).isEqualTo("3");
        assertThat(after.rollout().paused()).isFalse();
        assertThat(web(after).replicas()).extracting(ReplicaStatus::version).containsOnly("3");
        assertThat(settled(backend().resume(application())))
                .as("resuming what is not paused changes nothing")
                .satisfies(again -> assertThat(again.revision()).isEqualTo(after.revision()))
                .satisfies(again -> assertThat(identities(again)).isEqualTo(identities(after)));
    }

    @Test
    @Order(49)
    default void pauseHoldsARolloutThatIsUnderWay() throws Exception {
        deploy(sample().withVersion("2").withCount(3));
        SampleApplication changed = sample().withVersion("2").withCount(3).withGreeting("good day");
        Rollout rollout = backend().apply(changed.build());
        whilePaused(() -> {
            eventually(this::status, status -> areAtRest(status, 3));
            Map<String, String> resting = greetings(status());
            await().during(STILL)
                    .atMost(limit())
                    .until(() -> areAtRest(status(), 3) && greetings(status()).equals(resting));
            assertThat(status().isReady())
                    .as("it is not ready before all of it was")
                    .isEqualTo(status().rollout().state() == RolloutState.COMPLETE);
        });
        ApplicationStatus after = settled(rollout);
        assertThat(greetings(after).values()).hasSize(3).containsOnly(changed.renderedGreeting());
    }

    @Test
    @Order(49)
    default void countAloneReachesAPausedRole() throws Exception {
        ApplicationStatus two = deploy(sample().withVersion("2"));
        whilePaused(() -> {
            ApplicationStatus three = settled(backend().scale(application(), Map.of(SampleApplication.WEB, 3)));
            assertThat(web(three).replicas()).hasSize(3);
            assertThat(identities(three)).containsAll(identities(two));
            assertThat(three.rollout().paused()).isTrue();
        });
    }

    @Test
    @Order(49)
    default void replicaOfALostHostComesBackAsItWasWhilePaused() throws Exception {
        assumeTrue(
                hostFaults().isPresent(), "hostFaults() is not overridden: this backend's hosts cannot be taken away");
        HostFaults faults = hostFaults().orElseThrow();
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = store(before).replicas().get(0).host().orElseThrow();
        String lost = hosts(before).stream()
                .filter(host -> !host.equals(storeHost))
                .findFirst()
                .orElseThrow();
        whilePaused(() -> {
            backend().apply(sample().withVersion("4").build());
            faults.lose(lost);
            try {
                ApplicationStatus after = eventually(this::status, status -> Seen.isServedBy(status, 2, lost));
                assertThat(web(after).replicas())
                        .filteredOn(replica -> replica.state() == ReplicaState.READY)
                        .extracting(ReplicaStatus::version)
                        .containsOnly("2");
            } finally {
                faults.giveBack(lost);
            }
        });
        settled(backend().rollout(application()));
    }

    @Test
    @Order(49)
    default void abortGoesBackToWhatWasReadyBefore() throws Exception {
        ApplicationStatus good = deploy(sample().withVersion("2"));
        Rollout broken = backend().apply(sample().withVersion("2").broken().build());
        eventually(this::status, status -> web(status).replicas().stream()
                .anyMatch(replica -> replica.state() == ReplicaState.STARTED));
        ApplicationStatus back = settled(backend().abort(application()));
        assertThat(back.revision()).isGreaterThan(broken.revision());
        assertThat(backend().history(application()).get(0).definition())
                .isEqualTo(sample().withVersion("2").build());
        assertThat(prepare(back).attempts()).isEqualTo(prepare(good).attempts());
        assertThatThrownBy(() -> broken.await(limit()))
                .as("who waited for what was given up is told")
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(Long.toString(back.revision()));
        assertThat(settled(backend().abort(application())).revision())
                .as("nothing is under way")
                .isEqualTo(back.revision());
    }

    @Test
    @Order(49)
    default void abortEndsAPauseAndNoReplicaGoesForwardFirst() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        whilePaused(() -> {
            backend().apply(sample().withVersion("5").build());
            ApplicationStatus back = settled(backend().abort(application()));
            assertThat(back.version()).isEqualTo("2");
            assertThat(back.rollout().paused()).isFalse();
            assertThat(identities(back)).isEqualTo(identities(before));
        });
    }

    @Test
    @Order(49)
    default void rolloutOfWhatIsNotThereIsRefused() {
        assertThatThrownBy(() -> backend().rollout("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().pause("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().resume("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().abort("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface WhilePaused {
        void call() throws Exception;
    }

    /** Leaves nothing paused to the next, whatever happens. */
    private void whilePaused(WhilePaused work) throws Exception {
        backend().pause(application());
        try {
            work.call();
        } finally {
            backend().resume(application());
        }
    }
}
