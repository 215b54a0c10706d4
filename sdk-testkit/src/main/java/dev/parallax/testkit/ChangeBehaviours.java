package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.prepare;
import static dev.parallax.testkit.Seen.restarts;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a changed definition does to what runs. */
interface ChangeBehaviours extends Kit {
    @Test
    @Order(40)
    default void changedEnvironmentReplacesReplicasAndKeepsSecretsAndStepsDone() throws Exception {
        ApplicationStatus before = deploy(sample());
        String token = token(web(before).replicas().get(0));
        SampleApplication changed = sample().withGreeting("goodbye");
        try (Recording recording = new Recording(backend(), application())) {
            ApplicationStatus after = deploy(changed);
            assertThat(after.revision()).isGreaterThan(before.revision());
            assertThat(web(after).replicas()).hasSize(2).allSatisfy(replica -> assertThat(environment(replica))
                    .containsEntry(SampleApplication.GREETING, changed.renderedGreeting())
                    .containsEntry(SampleApplication.TOKEN, token));
            assertThat(prepare(after).attempts())
                    .as("a step runs once per version")
                    .isEqualTo(prepare(before).attempts());
            assertThat(recording.states())
                    .allSatisfy(status -> assertThat(prepare(status).state()).isEqualTo(StepState.SUCCEEDED));
        }
    }

    @Test
    @Order(41)
    default void runsAStepAgainForANewVersion() throws Exception {
        deploy(sample().withGreeting("goodbye"));
        try (Recording recording = new Recording(backend(), application())) {
            ApplicationStatus after = deploy(sample().withVersion("2"));
            assertThat(after.version()).isEqualTo("2");
            assertThat(prepare(after).state()).isEqualTo(StepState.SUCCEEDED);
            assertThat(web(after).replicas()).extracting(ReplicaStatus::version).containsOnly("2");
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .last()
                    .satisfies(status -> assertThat(status.isReady()).isTrue()));
            assertThat(recording.states())
                    .filteredOn(status -> status.version().equals("2"))
                    .anySatisfy(status -> assertThat(prepare(status).state()).isNotEqualTo(StepState.SUCCEEDED));
        }
    }

    @Test
    @Order(41)
    default void versionThatChangesNothingOfARoleReplacesNoReplica() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("1.5"));
        try (Recording recording = new Recording(backend(), application())) {
            ApplicationStatus after = deploy(sample().withVersion("1.6"));
            assertThat(identities(after)).isEqualTo(identities(before));
            assertThat(restarts(after)).isEqualTo(restarts(before));
            assertThat(web(after).replicas()).extracting(ReplicaStatus::version).containsOnly("1.6");
            assertThat(store(after).replicas())
                    .extracting(ReplicaStatus::version)
                    .containsOnly("1.6");
            assertThat(recording.states())
                    .allSatisfy(status -> assertThat(web(status).replicas())
                            .extracting(ReplicaStatus::state)
                            .containsExactly(ReplicaState.READY, ReplicaState.READY))
                    .allSatisfy(status -> assertThat(store(status).replicas())
                            .extracting(ReplicaStatus::state)
                            .containsExactly(ReplicaState.READY));
        }
    }

    @Test
    @Order(42)
    default void scalesOutAndIn() throws Exception {
        ApplicationStatus two = deploy(sample().withVersion("2"));
        ApplicationStatus three = deploy(sample().withVersion("2").withCount(3));
        assertThat(web(three).ready()).isEqualTo(3);
        assertThat(identities(three)).as("replicas that were there stay").containsAll(identities(two));
        ApplicationStatus one = deploy(sample().withVersion("2").withCount(1));
        assertThat(web(one).wanted()).isEqualTo(1);
        eventually(() -> web(status()).replicas(), replicas -> replicas.size() == 1);
        assertThat(identities(three)).containsAll(identities(status()));
    }

    @Test
    @Order(43)
    default void killedReplicaComesBack() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        ReplicaStatus victim = web(before).replicas().get(0);
        Set<String> identities = identities(before);
        try (Recording recording = new Recording(backend(), application())) {
            kill(victim, SampleApplication.WEB_PORT);
            eventually(
                    this::status,
                    status -> status.isReady()
                            && (!identities(status).equals(identities) || restarts(status) > restarts(before)));
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .as("not ready until its check has passed again")
                    .anySatisfy(status -> assertThat(web(status).ready()).isLessThan(2)));
        }
    }

    @Test
    @Order(44)
    default void awaitNamesWhatIsMissingWhenTimeIsUp() throws Exception {
        deploy(sample().withVersion("2"));
        Rollout broken = backend().apply(sample().withVersion("2").broken().build());
        assertThatThrownBy(() -> broken.await(Duration.ofSeconds(3)))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining(SampleApplication.WEB);
        assertThat(web(status()).replicas())
                .as("no more than maxUnavailable are down")
                .filteredOn(replica -> replica.state() == ReplicaState.READY)
                .hasSizeGreaterThanOrEqualTo(1);
        assertThat(deploy(sample().withVersion("2")).isReady()).isTrue();
    }
}
