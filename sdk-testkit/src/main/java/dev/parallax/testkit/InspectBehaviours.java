package dev.parallax.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Inspection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What is read back of the live system. */
interface InspectBehaviours extends Kit {
    @Test
    @Order(34)
    default void readsBackWhatWasRealised() throws Exception {
        ApplicationStatus status = deploy(sample());
        Inspection inspection = eventually(
                () -> backend().inspect(application()),
                found -> found.roles()
                                .getOrDefault(SampleApplication.WEB, List.of())
                                .size()
                        == 2);
        assertThat(inspection.version()).isEqualTo(status.version());
        assertThat(inspection.roles().get(SampleApplication.WEB)).allSatisfy(replica -> {
            Inspection.LiveComponent component =
                    Objects.requireNonNull(replica.components().get(SampleApplication.APP));
            assertThat(component.ports()).containsEntry("http", SampleApplication.WEB_PORT);
            assertThat(component.cpuMillis()).contains(200);
            assertThat(component.memoryBytes()).contains(64L << 20);
            assertThat(component.requestedCpuMillis()).contains(SampleApplication.REQUESTED_MILLIS);
            assertThat(component.requestedMemoryBytes())
                    .as("as much as the limit where nothing is named")
                    .contains(64L << 20);
            assertThat(component.user()).contains(Inspection.user(SampleApplication.NOBODY, SampleApplication.NOBODY));
            assertThat(component.checks())
                    .containsEntry(
                            "ready",
                            new Inspection.LiveCheck(
                                    "http :" + SampleApplication.WEB_PORT + "/healthz", 1000, 1000, 2, 1));
        });
    }
}
