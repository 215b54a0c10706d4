package dev.parallax.testkit;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is looked at in the state of the sample application. */
final class Seen {
    private Seen() {}

    static Optional<RoleStatus> roleOf(ApplicationStatus status, String role) {
        return Optional.ofNullable(status.roles().get(role));
    }

    static RoleStatus web(ApplicationStatus status) {
        return roleOf(status, SampleApplication.WEB).orElseThrow();
    }

    static RoleStatus store(ApplicationStatus status) {
        return roleOf(status, SampleApplication.STORE).orElseThrow();
    }

    static StepStatus prepare(ApplicationStatus status) {
        return Objects.requireNonNull(status.steps().get(SampleApplication.PREPARE));
    }

    static int running(ApplicationStatus status, String role) {
        return roleOf(status, role).map(found -> found.replicas().size()).orElse(0);
    }

    static long stopping(ApplicationStatus status) {
        return status.roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .filter(replica -> replica.state() == ReplicaState.STOPPING)
                .count();
    }

    static Set<String> names(ApplicationStatus status) {
        return web(status).replicas().stream().map(ReplicaStatus::name).collect(Collectors.toSet());
    }

    static Set<String> hosts(ApplicationStatus status) {
        return web(status).replicas().stream()
                .flatMap(replica -> replica.host().stream())
                .collect(Collectors.toSet());
    }

    /** Name and host of each replica that serves. */
    static Set<String> identities(ApplicationStatus status) {
        return web(status).replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .map(replica -> replica.name() + " on " + replica.host().orElse("?"))
                .collect(Collectors.toSet());
    }

    static int restarts(ApplicationStatus status) {
        return web(status).replicas().stream().mapToInt(ReplicaStatus::restarts).sum();
    }

    /** Whether this many replicas serve and none is on its way. */
    static boolean areAtRest(ApplicationStatus status, int count) {
        return running(status, SampleApplication.WEB) == count
                && web(status).replicas().stream().allMatch(replica -> replica.state() == ReplicaState.READY);
    }

    static boolean isServedBy(ApplicationStatus status, int count, String lost) {
        return web(status).replicas().stream()
                        .filter(replica -> replica.state() == ReplicaState.READY)
                        .filter(replica -> !replica.host().equals(Optional.of(lost)))
                        .count()
                == count;
    }
}
