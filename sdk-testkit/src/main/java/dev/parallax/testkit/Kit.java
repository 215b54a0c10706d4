package dev.parallax.testkit;

import static dev.parallax.testkit.Seen.stopping;
import static dev.parallax.testkit.Seen.store;
import static dev.parallax.testkit.Seen.web;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Rollout;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** What the behaviours of the kit share: the sample application, deployed and looked at. */
interface Kit extends BackendUnderTest {
    /** Longer than a replica takes to be replaced, if one were. */
    Duration STILL = Duration.ofSeconds(4);

    default SampleApplication sample() {
        return SampleApplication.of(application(), artifact(), publicPort());
    }

    default ApplicationStatus deploy(SampleApplication application) throws InterruptedException {
        return settled(backend().apply(application.build()));
    }

    /** Waits for a rollout, and then until what it replaced is gone, which it does not wait for. */
    default ApplicationStatus settled(Rollout rollout) throws InterruptedException {
        rollout.await(limit());
        return eventually(this::status, status -> status.isReady() && stopping(status) == 0);
    }

    default ApplicationStatus status() {
        return backend().observe(application()).orElseThrow();
    }

    default <T> T eventually(Callable<T> value, Predicate<T> condition) {
        return await().atMost(limit()).until(value, condition);
    }

    default Map<String, String> environment(ReplicaStatus replica) {
        return environment(replica, SampleApplication.WEB_PORT);
    }

    /** What replicas of {@code web} were told to greet with, by their names. */
    default Map<String, String> greetings(ApplicationStatus status) {
        Map<String, String> greetings = new TreeMap<>();
        web(status)
                .replicas()
                .forEach(replica -> greetings.put(
                        replica.name(), environment(replica).getOrDefault(SampleApplication.GREETING, "")));
        return greetings;
    }

    default String token(ReplicaStatus replica) {
        return environment(replica).getOrDefault(SampleApplication.TOKEN, "");
    }

    default String storageId(ApplicationStatus status) {
        ReplicaStatus replica = store(status).replicas().get(0);
        return file(replica, SampleApplication.STORE_PORT, SampleApplication.STORAGE_ID);
    }

    /** What a watch told of the first deployment, from before it began; deploys the sample when nothing has been deployed yet. */
    Recording firstDeployment() throws Exception;
}
