package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.model.Application;
import dev.parallax.model.Probe;
import dev.parallax.model.StatusRange;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What ready checks ask, and what is an answer. */
interface CheckBehaviours extends Kit {
    String HEADER = "X-Check";
    /** Has what means something to those by whose hands it goes, and arrives as it is. */
    String VALUE = "it's 100% \"$HOME\" \\ #1";

    @Test
    @Order(39)
    default void asksReadyChecksWithTheirHeaders() throws Exception {
        isReadyBy(new Probe.Http(
                WebServer.expecting(HEADER, VALUE, 200), "http", Map.of(HEADER, VALUE), StatusRange.SUCCESS));
    }

    @Test
    @Order(39)
    default void takesTheStatusThatAReadyCheckNamesForSuccess() throws Exception {
        isReadyBy(new Probe.Http(
                WebServer.expecting(HEADER, VALUE, 204), "http", Map.of(HEADER, VALUE), new StatusRange(204, 204)));
    }

    private void isReadyBy(Probe.Http asked) throws Exception {
        Application application = sample().withReadyCheck(asked);
        ApplicationStatus status = settled(backend().apply(application));
        if (hasProcesses()) {
            for (ReplicaStatus replica : web(status).replicas()) {
                assertThat(WebServer.of(replica, SampleApplication.WEB_PORT).status(asked.path()))
                        .as("without the header")
                        .isEqualTo(403);
            }
        }
        ServiceStatus service = eventually(
                () -> Objects.requireNonNull(status().services().get(SampleApplication.WEB)),
                found -> found.publicAddress().isPresent()
                        && found.readyEndpoints().size() == 2);
        String address = service.publicAddress().orElseThrow();
        eventually(() -> whoAnswers(address, publicPort()), Seen.names(status())::contains);
        assertThat(backend().plan(application).isEmpty()).isTrue();
        deploy(sample());
    }
}
