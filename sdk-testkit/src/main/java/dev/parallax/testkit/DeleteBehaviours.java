package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Plan;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is left when an application is deleted. */
interface DeleteBehaviours extends Kit {
    @Test
    @Order(50)
    default void keepsStorageOnDeletion() throws Exception {
        String id = storageId(deploy(sample().withVersion("2")));
        assertThat(id).isNotBlank();
        backend().delete(application(), new DeleteOptions(KeptStorage.KEEP, limit()));
        assertThat(backend().observe(application())).isEmpty();
        assertThat(storageId(deploy(sample().withVersion("2")))).isEqualTo(id);
    }

    @Test
    @Order(51)
    default void deletesInReverseOrderAndLeavesNothing() throws Exception {
        deploy(sample().withVersion("2"));
        try (Recording recording = new Recording(backend(), application())) {
            backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
            assertThat(backend().observe(application())).isEmpty();
            assertThat(recording.states())
                    .filteredOn(status -> status.deleting() && running(status, SampleApplication.STORE) == 0)
                    .allSatisfy(status ->
                            assertThat(running(status, SampleApplication.WEB)).isZero());
        }
        assertThat(backend().plan(sample().build()).changes())
                .extracting(Plan.Change::action)
                .containsOnly(Plan.Action.CREATE);
    }

    @Test
    @Order(52)
    default void deletingWhatIsNotThereSucceeds() {
        backend().delete(application(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        backend().delete("never-heard-of", DeleteOptions.defaults());
    }
}
