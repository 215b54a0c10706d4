package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.hosts;
import static dev.parallax.testkit.Seen.identities;
import static dev.parallax.testkit.Seen.isServedBy;
import static dev.parallax.testkit.Seen.names;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.BackendException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What comes back after something was lost, or was given up on purpose. */
interface RecoveryBehaviours extends Kit {
    @Test
    @Order(45)
    default void replacesReplicaOfLostHost() throws Exception {
        assumeTrue(
                hostFaults().isPresent(), "hostFaults() is not overridden: this backend's hosts cannot be taken away");
        HostFaults faults = hostFaults().orElseThrow();
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String storeHost = store(before).replicas().get(0).host().orElseThrow();
        String lost = hosts(before).stream()
                .filter(host -> !host.equals(storeHost))
                .findFirst()
                .orElseThrow();
        faults.lose(lost);
        try {
            eventually(this::status, status -> isServedBy(status, 2, lost));
        } finally {
            faults.giveBack(lost);
        }
        eventually(this::status, ApplicationStatus::isReady);
    }

    @Test
    @Order(46)
    default void replacesAReplicaByOneOfAnotherName() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String victim = web(before).replicas().get(0).name();
        String spared = web(before).replicas().get(1).name();
        try (Recording recording = new Recording(backend(), application())) {
            backend().replace(application(), victim);
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.isReady()
                            && web(status).replicas().size() == 2
                            && !names(status).contains(victim));
            assertThat(names(after)).contains(spared);
            assertThat(hosts(after)).as("spread over hosts").hasSize(2);
            assertThat(after.revision()).isEqualTo(before.revision());
            assertThat(web(after).replicas()).allSatisfy(replica -> assertThat(environment(replica))
                    .containsEntry("REPLICA_NAME", replica.name()));
            assertThat(recording.states())
                    .as("no more than the one is missing")
                    .allSatisfy(status -> assertThat(web(status).ready()).isGreaterThanOrEqualTo(1));
        }
        assertThat(backend().plan(sample().withVersion("2").build()).isEmpty())
                .as("nothing is left to be done")
                .isTrue();
    }

    @Test
    @Order(47)
    default void replacesAReplicaWithKeptStorageOnItsStorage() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String id = storageId(before);
        try (Recording recording = new Recording(backend(), application())) {
            backend().replace(application(), store(before).replicas().get(0).name());
            await().atMost(limit()).untilAsserted(() -> assertThat(recording.states())
                    .anySatisfy(status -> assertThat(store(status).ready()).isZero()));
            ApplicationStatus after = eventually(
                    this::status,
                    status -> status.isReady() && store(status).replicas().size() == 1);
            assertThat(storageId(after)).isEqualTo(id);
            assertThat(store(after).replicas())
                    .extracting(ReplicaStatus::name)
                    .isEqualTo(store(before).replicas().stream()
                            .map(ReplicaStatus::name)
                            .toList());
        }
    }

    @Test
    @Order(48)
    default void doesNotReplaceWhatIsNotThere() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        assertThatThrownBy(() -> backend().replace("never-heard-of", "web-0"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
        assertThatThrownBy(() -> backend().replace(application(), "nobody-7"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("nobody-7")
                .hasMessageContaining(application());
        assertThat(identities(status())).isEqualTo(identities(before));
    }
}
