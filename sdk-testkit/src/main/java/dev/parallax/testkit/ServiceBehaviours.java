package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.store;
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
    /** The store, which listens at an address that is in no definition, stands for something outside. */
    @Test
    @Order(49)
    default void leadsToWhatIsOutsideAsToAServiceOfItsOwn() throws Exception {
        ApplicationStatus before = deploy(sample().withVersion("2"));
        String outside = store(before).replicas().get(0).address().orElseThrow();
        ApplicationStatus after =
                settled(backend().apply(sample().withVersion("2").withOutside(outside)));
        ServiceStatus service = Objects.requireNonNull(after.services().get(SampleApplication.OUTSIDE));
        assertThat(service.readyEndpoints()).containsExactly(outside + ":" + SampleApplication.STORE_PORT);
        String address = service.address().orElseThrow();
        for (ReplicaStatus replica : web(after).replicas()) {
            assertThat(environment(replica, SampleApplication.WEB_PORT))
                    .containsEntry("OUTSIDE_SERVICE_HOST", address)
                    .containsEntry("OUTSIDE_SERVICE_PORT", Integer.toString(SampleApplication.STORE_PORT));
            if (hasProcesses()) {
                eventually(() -> reach(application(), replica, SampleApplication.OUTSIDE), status -> status == 0);
            }
        }
        assertThat(backend()
                        .plan(sample().withVersion("2").withOutside(outside))
                        .isEmpty())
                .isTrue();
        assertThat(deploy(sample().withVersion("2")).services()).doesNotContainKey(SampleApplication.OUTSIDE);
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
                eventually(() -> reach(reader.name(), replica, SampleApplication.STORE), exit -> exit == 0);
                assertThat(reach(reader.name(), replica, SampleApplication.WEB))
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
    private int reach(String application, ReplicaStatus replica, String service) throws InterruptedException {
        List<String> command = List.of(
                "/usr/bin/curl",
                "-fsS",
                "--max-time",
                "5",
                "http://" + service + ":" + SampleApplication.STORE_PORT + "/healthz");
        return backend()
                .exec(application, replica.name(), SampleApplication.APP, command, limit())
                .exitStatus();
    }
}
