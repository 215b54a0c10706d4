package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.prepare;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is known of earlier definitions, and the way back to them. */
interface RevisionBehaviours extends Kit {
    @Test
    @Order(49)
    default void historyTellsEveryDefinitionAndWhenItWasReached() throws Exception {
        ApplicationStatus first = deploy(sample().withVersion("2"));
        ApplicationStatus second = deploy(sample().withVersion("2").withGreeting("good evening"));
        List<Revision> history = backend().history(application());
        assertThat(history).extracting(Revision::number).startsWith(second.revision(), first.revision());
        assertThat(history.get(0).definition())
                .isEqualTo(
                        sample().withVersion("2").withGreeting("good evening").build());
        assertThat(history.get(1).definition())
                .isEqualTo(sample().withVersion("2").build());
        assertThat(history).filteredOn(Revision::current).containsExactly(history.get(0));
        assertThat(history.get(1).reached()).isPresent();
        assertThat(history.get(0).reached().orElseThrow())
                .isAfterOrEqualTo(history.get(0).applied());
        assertThat(history).extracting(Revision::applied).isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    @Order(49)
    default void rollbackGoesBackToARevisionAndKeepsSecrets() throws Exception {
        ApplicationStatus good = deploy(sample().withVersion("2"));
        String token = token(web(good).replicas().get(0));
        ApplicationStatus changed = deploy(sample().withVersion("2").withGreeting("good night"));
        ApplicationStatus back = settled(backend().rollback(application(), good.revision()));
        assertThat(back.revision()).isGreaterThan(changed.revision());
        assertThat(web(back).replicas()).hasSize(2).allSatisfy(replica -> assertThat(environment(replica))
                .containsEntry(SampleApplication.GREETING, sample().renderedGreeting())
                .containsEntry(SampleApplication.TOKEN, token));
        assertThat(prepare(back).attempts())
                .as("a step runs once per version")
                .isEqualTo(prepare(good).attempts());
        assertThat(backend().history(application()).get(0).definition())
                .isEqualTo(sample().withVersion("2").build());
        assertThat(backend().rollback(application(), back.revision()).revision())
                .as("going back to what is wanted changes nothing")
                .isEqualTo(back.revision());
    }

    @Test
    @Order(49)
    default void rollbackToWhatIsNotThereSaysWhatThereIs() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        assertThatThrownBy(() -> backend().rollback(application(), 4711))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("4711")
                .hasMessageContaining(Long.toString(before.revision()));
        assertThatThrownBy(() -> backend().rollback("never-heard-of", 1))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThat(backend().history("never-heard-of")).isEmpty();
        assertThat(status().revision()).isEqualTo(before.revision());
    }

    @Test
    @Order(49)
    default void scaleChangesTheCountAlone() throws Exception {
        ApplicationStatus two = deploy(sample().withVersion("2"));
        ApplicationStatus three = settled(backend().scale(application(), Map.of(SampleApplication.WEB, 3)));
        assertThat(web(three).ready()).isEqualTo(3);
        assertThat(identities(three)).as("replicas that were there stay").containsAll(identities(two));
        assertThat(web(three).replicas()).extracting(ReplicaStatus::version).containsOnly("2");
        assertThat(backend().history(application()).get(0).definition())
                .isEqualTo(sample().withVersion("2").withCount(3).build());
        assertThatThrownBy(() -> backend().scale(application(), Map.of("nothing", 1)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nothing")
                .hasMessageContaining(SampleApplication.WEB);
    }

    @Test
    @Order(49)
    default void scaleKeepsStorageOfAReplicaThatGoes() throws Exception {
        deploy(sample().withVersion("2"));
        Map<String, String> two = storageIds(scaleStore(2));
        assertThat(two).hasSize(2);
        Map<String, String> one = storageIds(scaleStore(1));
        assertThat(one).hasSize(1);
        assertThat(two).containsAllEntriesOf(one);
        assertThat(storageIds(scaleStore(2))).isEqualTo(two);
        scaleStore(1);
    }

    @Test
    @Order(49)
    default void revisionThatWasAwaitedIsKnownToHaveBeenReady() throws Exception {
        deploy(sample().withVersion("2").withCount(3));
        for (int count : List.of(2, 3, 2)) {
            Rollout rollout = backend().scale(application(), Map.of(SampleApplication.WEB, count));
            rollout.await(limit());
            Revision newest = backend().history(application()).get(0);
            assertThat(newest.number()).isEqualTo(rollout.revision());
            assertThat(newest.reached())
                    .as("ready at %s, though what left may not be gone yet", newest.number())
                    .isPresent();
        }
    }

    private ApplicationStatus scaleStore(int count) throws InterruptedException {
        return settled(backend().scale(application(), Map.of(SampleApplication.STORE, count)));
    }

    /** By the name of the replica. */
    private Map<String, String> storageIds(ApplicationStatus status) {
        return store(status).replicas().stream()
                .collect(Collectors.toMap(
                        ReplicaStatus::name,
                        replica -> file(replica, SampleApplication.STORE_PORT, SampleApplication.STORAGE_ID)));
    }
}
