package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ComponentUse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What replicas take. */
interface UseBehaviours extends Kit {
    @Test
    @Order(49)
    default void tellsWhatEachComponentTakes() throws Exception {
        ApplicationStatus status = deploy(sample().withVersion("2"));
        List<String> replicas = Stream.of(store(status), web(status))
                .flatMap(role -> role.replicas().stream())
                .map(ReplicaStatus::name)
                .toList();
        // An orchestrator looks at a new replica a little later.
        List<ComponentUse> uses = eventually(
                () -> backend().use(application()),
                found -> found.size() == replicas.size()
                        && found.stream().allMatch(use -> !hasProcesses() || use.memoryBytes() > 0));
        assertThat(uses).extracting(ComponentUse::replica).containsExactlyInAnyOrderElementsOf(replicas);
        assertThat(uses).allSatisfy(use -> {
            assertThat(use.component()).isEqualTo(SampleApplication.APP);
            assertThat(use.cpuMillis()).isNotNegative();
            assertThat(use.memoryBytes()).isBetween(0L, 1L << 30);
        });
        assertThatThrownBy(() -> backend().use("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
    }
}
