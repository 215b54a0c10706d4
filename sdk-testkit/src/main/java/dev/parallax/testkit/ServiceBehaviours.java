package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.model.Application;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What services lead to. */
interface ServiceBehaviours extends Kit {
    /** A replica of another application, at an address that is in no definition, stands for something outside. */
    @Test
    @Order(49)
    default void leadsToWhatIsOutsideAsToAServiceOfItsOwn() throws Exception {
        // Leaves hosts free.
        deploy(sample().withVersion("2"));
        Application other = sample().reader();
        try {
            ApplicationStatus there = backend().apply(other).await(limit());
            leadsTo(web(there).replicas().get(0).address().orElseThrow());
        } finally {
            backend().delete(other.name(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        }
        assertThat(deploy(sample().withVersion("2")).services()).doesNotContainKey(SampleApplication.OUTSIDE);
    }

    private void leadsTo(String outside) throws Exception {
        Application application = sample().withVersion("2").withOutside(outside);
        ApplicationStatus status = settled(backend().apply(application));
        ServiceStatus service = Objects.requireNonNull(status.services().get(SampleApplication.OUTSIDE));
        assertThat(service.readyEndpoints()).containsExactly(outside + ":" + SampleApplication.WEB_PORT);
        String address = service.address().orElseThrow();
        for (ReplicaStatus replica : web(status).replicas()) {
            assertThat(environment(replica, SampleApplication.WEB_PORT))
                    .containsEntry("OUTSIDE_SERVICE_HOST", address)
                    .containsEntry("OUTSIDE_SERVICE_PORT", Integer.toString(SampleApplication.WEB_PORT));
            if (hasProcesses()) {
                eventually(
                        () -> reach(application(), replica, SampleApplication.OUTSIDE, SampleApplication.WEB_PORT),
                        exit -> exit == 0);
            }
        }
        assertThat(backend().plan(application).isEmpty()).isTrue();
    }

    /** An application has names of its own: the store's service is known to the reader because it says so, and the public one is not. */
    @Test
    @Order(49)
    default void leadsToTheServiceOfAnotherApplicationThatIsNamed() throws Exception {
        deploy(sample().withVersion("2"));
        Application reader = sample().reader();
        try {
            ApplicationStatus status = backend().apply(reader).await(limit());
            ReplicaStatus replica = web(status).replicas().get(0);
            assertThat(environment(replica, SampleApplication.WEB_PORT))
                    .containsKey("STORE_SERVICE_HOST")
                    .containsEntry("STORE_SERVICE_PORT", Integer.toString(SampleApplication.STORE_PORT))
                    .doesNotContainKey("WEB_SERVICE_HOST");
            if (hasProcesses()) {
                eventually(
                        () -> reach(reader.name(), replica, SampleApplication.STORE, SampleApplication.STORE_PORT),
                        exit -> exit == 0);
                assertThat(reach(reader.name(), replica, SampleApplication.WEB, publicPort()))
                        .as("a name of the other application's own")
                        .isNotZero();
            }
            assertThat(backend().plan(reader).isEmpty()).isTrue();
        } finally {
            backend().delete(reader.name(), new DeleteOptions(KeptStorage.REMOVE, limit()));
        }
        assertThat(status().isReady()).isTrue();
    }

    /** The exit status of a request to a service by its bare name, sent from within a replica. */
    private int reach(String application, ReplicaStatus replica, String service, int port) throws InterruptedException {
        List<String> command =
                List.of("/usr/bin/curl", "-fsS", "--max-time", "5", "http://" + service + ":" + port + "/healthz");
        return backend()
                .exec(application, replica.name(), SampleApplication.APP, command, limit())
                .exitStatus();
    }
}
