package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DurationText;
import java.time.Duration;
import java.util.Objects;

/** A rollout of the simulation. */
record InMemoryRollout(Simulation simulation, String application, long revision) implements Rollout {
    @Override
    public ApplicationStatus status() {
        return simulation
                .look(() -> {
                    simulation.requireConnected();
                    return simulation.find(application).map(Snapshots::status);
                })
                .orElseThrow(() -> new BackendException("application '" + application + "' was deleted"));
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        boolean ended = simulation
                .timeline()
                .await(() -> simulation.look(simulation::isConnected) && hasEnded(status()), timeout);
        ApplicationStatus status = status();
        if (status.revision() > revision) {
            throw new BackendException("revision " + revision + " of application '" + application
                    + "' was replaced by revision " + status.revision()
                    + status.rollout().reason().map(reason -> ", " + reason).orElse(""));
        }
        if (status.isReady()) {
            return status;
        }
        status.rollout().failure().ifPresent(failure -> {
            throw new BackendException("application '" + application + "' revision " + revision + ": " + failure
                    + "; correct it and apply again");
        });
        throw new NotReachedException("in-memory: " + application + " " + status.version() + " is not ready after "
                + DurationText.format(timeout) + (ended ? "" : ": " + String.join("; ", status.missing())));
    }

    private boolean hasEnded(ApplicationStatus status) {
        return status.revision() > revision
                || status.isReady()
                || status.rollout().failure().isPresent();
    }
}
