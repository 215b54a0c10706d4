package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What an orchestrator tells of what happened. */
interface EventBehaviours extends Kit {
    @Test
    @Order(49)
    default void eventsTellWhatBecameOfAReplica() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        ReplicaStatus leaving = web(before).replicas().get(0);
        String object = SampleApplication.WEB + "/" + leaving.name();
        backend().replace(application(), leaving.name());
        List<ApplicationEvent> events = eventually(() -> backend().events(application()), found -> found.stream()
                .anyMatch(event -> event.object().equals(object)
                        && event.text().toLowerCase(Locale.ROOT).contains("stop")));
        assertThat(events).extracting(ApplicationEvent::at).isSorted();
        eventually(this::status, status -> areAllReady(status, leaving));
        List<ApplicationEvent> after = backend().events(application());
        List<String> others = web(status()).replicas().stream()
                .map(replica -> SampleApplication.WEB + "/" + replica.name())
                .toList();
        assertThat(after).anySatisfy(event -> assertThat(others).contains(event.object()));
        String token = token(web(status()).replicas().get(0));
        assertThat(after).noneSatisfy(event -> assertThat(event.text()).contains(token));
        assertThatThrownBy(() -> backend().events("never-heard-of"))
                .isInstanceOf(AbsentApplicationException.class)
                .hasMessageContaining("never-heard-of");
    }

    private static boolean areAllReady(ApplicationStatus status, ReplicaStatus left) {
        return status.isReady()
                && web(status).replicas().stream()
                        .noneMatch(replica -> replica.name().equals(left.name()));
    }

    @Test
    @Order(49)
    default void eventsWarnOfAReplicaThatIsNotReady() throws Exception {
        deploy(sample().withVersion("2"));
        backend().apply(sample().withVersion("2").broken().build());
        eventually(() -> backend().events(application()), found -> found.stream()
                .anyMatch(event -> event.warning() && event.object().startsWith(SampleApplication.WEB + "/")));
        deploy(sample().withVersion("2"));
    }
}
