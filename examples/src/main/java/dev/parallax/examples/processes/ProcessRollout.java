package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import java.time.Duration;

/** One revision on its way. */
record ProcessRollout(ProcessBackend backend, String application, long revision) implements Rollout {
    @Override
    public ApplicationStatus status() {
        return Deployed.status(backend, application);
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        backend.await(() -> isOver(status()), timeout);
        ApplicationStatus status = status();
        String what = backend.name() + ": revision " + revision + " of application '" + application + "'";
        if (status.revision() != revision) {
            throw new BackendException(what + " was replaced by revision " + status.revision());
        }
        if (status.isReady()) {
            return status;
        }
        if (status.rollout().failure().isPresent()) {
            throw new BackendException(what + ": " + status.rollout().failure().get() + "; correct it and apply again");
        }
        throw new NotReachedException(
                what + " is not ready after " + timeout.toSeconds() + " s: " + String.join("; ", status.missing()));
    }

    private boolean isOver(ApplicationStatus status) {
        return status.revision() != revision
                || status.isReady()
                || status.rollout().state() == RolloutState.FAILED;
    }
}
