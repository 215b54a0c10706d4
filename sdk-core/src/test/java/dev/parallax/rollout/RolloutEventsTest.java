package dev.parallax.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.rollout.RolloutEvent.Begun;
import dev.parallax.rollout.RolloutEvent.Done;
import dev.parallax.rollout.RolloutEvent.Failed;
import dev.parallax.rollout.RolloutEvent.Paused;
import dev.parallax.rollout.RolloutEvent.ReplicaGone;
import dev.parallax.rollout.RolloutEvent.ReplicaLost;
import dev.parallax.rollout.RolloutEvent.ReplicaReady;
import dev.parallax.rollout.RolloutEvent.ReplicaStarted;
import dev.parallax.rollout.RolloutEvent.ReplicaStopping;
import dev.parallax.rollout.RolloutEvent.ReplicaTroubled;
import dev.parallax.rollout.RolloutEvent.Resumed;
import dev.parallax.rollout.RolloutEvent.RolledBack;
import dev.parallax.rollout.RolloutEvent.StepFailed;
import dev.parallax.rollout.RolloutEvent.StepStarted;
import dev.parallax.rollout.RolloutEvent.StepSucceeded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutEventsTest {
    private static final RolloutStatus GOING = RolloutStatus.of(false, false, Optional.empty(), Optional.empty());
    private static final RolloutStatus COMPLETE = RolloutStatus.of(true, false, Optional.empty(), Optional.empty());
    private static final StepStatus WAITING = step(StepState.WAITING, 0);

    private static StepStatus step(StepState state, int attempts) {
        return new StepStatus(state, attempts, attempts > 1 ? Optional.of("exit status 1") : Optional.empty());
    }

    private static ReplicaStatus replica(int index, ReplicaState state, String version) {
        return replica(index, state, version, 0, Optional.empty());
    }

    private static ReplicaStatus replica(
            int index, ReplicaState state, String version, int restarts, Optional<String> error) {
        Optional<String> host = state == ReplicaState.PENDING ? Optional.empty() : Optional.of("host" + index);
        return new ReplicaStatus("web-" + index, host, host, state, version, restarts, error);
    }

    private static ApplicationStatus status(
            long revision, String version, RolloutStatus rollout, StepStatus step, ReplicaStatus... replicas) {
        return new ApplicationStatus(
                "shop",
                version,
                revision,
                Map.of("web", new RoleStatus(2, 0, 0, 0, List.of(replicas))),
                Map.of(),
                Map.of("migrate", step),
                false,
                rollout);
    }

    private static ApplicationStatus going(ReplicaStatus... replicas) {
        return status(1, "1", GOING, WAITING, replicas);
    }

    /** Who decides where replicas go may have looked before anybody who watches. */
    @Test
    void beginsWithTheReplicasThatHaveNoPlace() {
        ApplicationStatus first = going(
                replica(0, ReplicaState.READY, "1", 0, Optional.of("it ended once")),
                replica(1, ReplicaState.PENDING, "1", 0, Optional.of("no host takes it")));

        assertThat(RolloutEvents.first(first))
                .containsExactly(
                        new Begun(1, "1"), new ReplicaTroubled("web", "web-1", Optional.empty(), "no host takes it"));
    }

    @Test
    void tellsOnceOfAReplicaThatEndsAgainAndAgain() {
        Optional<String> trouble = Optional.of("app ends and is started again");
        ApplicationStatus ready = going(replica(0, ReplicaState.READY, "1"));
        ApplicationStatus fallen = going(replica(0, ReplicaState.STARTED, "1", 1, trouble));
        ApplicationStatus again = going(replica(0, ReplicaState.STARTED, "1", 2, trouble));

        assertThat(RolloutEvents.between(ready, fallen))
                .extracting(event -> (Object) event.getClass())
                .containsExactly(RolloutEvent.ReplicaStarted.class, RolloutEvent.ReplicaTroubled.class);
        assertThat(RolloutEvents.between(fallen, again)).isEmpty();
    }

    @Test
    void beginsWithWhatIsWantedAndHowThatStands() {
        ReplicaStatus ready = replica(0, ReplicaState.READY, "1");
        assertThat(RolloutEvents.first(going(ready))).containsExactly(new Begun(1, "1"));
        assertThat(RolloutEvents.first(status(1, "1", COMPLETE, WAITING, ready)))
                .containsExactly(new Begun(1, "1"), new Done(1, "1"));
        assertThat(RolloutEvents.first(status(
                        1, "1", RolloutStatus.of(false, true, Optional.of("late"), Optional.empty()), WAITING, ready)))
                .containsExactly(new Begun(1, "1"), new Paused(), new Failed(1, "late"));
    }

    @Test
    void nothingHappenedBetweenEqualStates() {
        ApplicationStatus one = going(replica(0, ReplicaState.STARTED, "1", 1, Optional.of("no answer")));
        assertThat(RolloutEvents.between(one, one)).isEmpty();
    }

    @Test
    void tellsHowFarReplicasCame() {
        assertThat(RolloutEvents.between(
                        going(replica(0, ReplicaState.PENDING, "1"), replica(1, ReplicaState.STARTED, "1")),
                        going(replica(0, ReplicaState.STARTED, "1"), replica(1, ReplicaState.READY, "1"))))
                .containsExactly(
                        new ReplicaStarted("web", "web-0", Optional.of("host0"), "1"),
                        new ReplicaReady("web", "web-1", Optional.of("host1"), "1"));
    }

    @Test
    void tellsTheStartThatNoStateShowed() {
        assertThat(RolloutEvents.between(going(), going(replica(0, ReplicaState.READY, "1"))))
                .containsExactly(
                        new ReplicaStarted("web", "web-0", Optional.of("host0"), "1"),
                        new ReplicaReady("web", "web-0", Optional.of("host0"), "1"));
    }

    @Test
    void tellsOfReplicasThatStopAndAreGone() {
        ReplicaStatus ready = replica(0, ReplicaState.READY, "1");
        ReplicaStatus stopping = replica(0, ReplicaState.STOPPING, "1");
        assertThat(RolloutEvents.between(going(ready), going(stopping)))
                .containsExactly(new ReplicaStopping("web", "web-0", Optional.of("host0"), "1"));
        assertThat(RolloutEvents.between(going(stopping), going())).containsExactly(new ReplicaGone("web", "web-0"));
        assertThat(RolloutEvents.between(going(replica(0, ReplicaState.PENDING, "1")), going()))
                .isEmpty();
    }

    @Test
    void tellsWhyAReplicaDoesNotServeOnce() {
        ReplicaStatus ready = replica(0, ReplicaState.READY, "1");
        ReplicaStatus refused = replica(0, ReplicaState.STARTED, "1", 0, Optional.of("refused"));
        ReplicaStatus silent = replica(0, ReplicaState.STARTED, "1");
        assertThat(RolloutEvents.between(going(ready), going(refused)))
                .containsExactly(new ReplicaTroubled("web", "web-0", Optional.of("host0"), "refused"));
        assertThat(RolloutEvents.between(going(ready), going(silent)))
                .containsExactly(new ReplicaTroubled(
                        "web", "web-0", Optional.of("host0"), "its ready check does not pass any more"));
        assertThat(RolloutEvents.between(going(silent), going(refused))).hasSize(1);
        assertThat(RolloutEvents.between(going(ready), going(replica(0, ReplicaState.LOST, "1"))))
                .containsExactly(new ReplicaLost("web", "web-0", Optional.of("host0")));
    }

    @Test
    void tellsOfARestartThatWasOverBeforeItWasSeen() {
        assertThat(RolloutEvents.between(
                        going(replica(0, ReplicaState.READY, "1")),
                        going(replica(0, ReplicaState.READY, "1", 1, Optional.empty()))))
                .containsExactly(
                        new ReplicaStarted("web", "web-0", Optional.of("host0"), "1"),
                        new ReplicaReady("web", "web-0", Optional.of("host0"), "1"));
    }

    @Test
    void tellsOfEachAttemptAtAStepAndItsEnd() {
        ApplicationStatus waiting = status(1, "1", GOING, WAITING);
        ApplicationStatus running = status(1, "1", GOING, step(StepState.RUNNING, 1));
        ApplicationStatus again = status(1, "1", GOING, step(StepState.RUNNING, 2));
        assertThat(RolloutEvents.between(waiting, running)).containsExactly(new StepStarted("migrate", 1));
        assertThat(RolloutEvents.between(running, again)).containsExactly(new StepStarted("migrate", 2));
        assertThat(RolloutEvents.between(again, status(1, "1", GOING, step(StepState.SUCCEEDED, 2))))
                .containsExactly(new StepSucceeded("migrate"));
        assertThat(RolloutEvents.between(again, status(1, "1", GOING, step(StepState.FAILED, 2))))
                .containsExactly(new StepFailed("migrate", 2, Optional.of("exit status 1")));
    }

    @Test
    void doesNotTellOfStepsThatAnEarlierRolloutRan() {
        ApplicationStatus before = status(2, "2", COMPLETE, step(StepState.SUCCEEDED, 1));
        ApplicationStatus back = status(3, "1", GOING, step(StepState.SUCCEEDED, 1));
        assertThat(RolloutEvents.between(before, back)).containsExactly(new Begun(3, "1"));
    }

    @Test
    void tellsOfAPauseAndOfItsEnd() {
        ApplicationStatus going = going();
        ApplicationStatus held =
                status(1, "1", RolloutStatus.of(false, true, Optional.empty(), Optional.empty()), WAITING);
        assertThat(RolloutEvents.between(going, held)).containsExactly(new Paused());
        assertThat(RolloutEvents.between(held, going)).containsExactly(new Resumed());
    }

    @Test
    void tellsOnceThatARolloutIsDoneOrFailed() {
        ApplicationStatus complete = status(1, "1", COMPLETE, WAITING);
        ApplicationStatus failed =
                status(1, "1", RolloutStatus.of(false, false, Optional.of("late"), Optional.empty()), WAITING);
        assertThat(RolloutEvents.between(going(), complete)).containsExactly(new Done(1, "1"));
        assertThat(RolloutEvents.between(complete, complete)).isEmpty();
        assertThat(RolloutEvents.between(going(), failed)).containsExactly(new Failed(1, "late"));
        assertThat(RolloutEvents.between(failed, failed)).isEmpty();
        assertThat(RolloutEvents.between(complete, status(2, "2", COMPLETE, WAITING)))
                .containsExactly(new Begun(2, "2"), new Done(2, "2"));
    }

    @Test
    void tellsARollbackFromAWish() {
        ApplicationStatus back = status(
                2, "0", RolloutStatus.of(false, false, Optional.empty(), Optional.of("back to revision 0")), WAITING);
        assertThat(RolloutEvents.between(going(), back)).containsExactly(new RolledBack(2, "0", "back to revision 0"));
    }
}
