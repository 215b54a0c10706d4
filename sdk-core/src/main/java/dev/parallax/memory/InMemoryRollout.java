package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import dev.parallax.definition.DurationText;
import java.time.Duration;
import java.util.Optional;

/** A rollout of the simulation. */
record InMemoryRollout(InMemoryBackend backend, String application, long revision) implements Rollout {
    @Override
    public ApplicationStatus status() {
        return backend.observe(application)
                .orElseThrow(() -> new BackendException("application '" + application + "' was deleted"));
    }

    @Override
    public ApplicationStatus await(Duration timeout) throws InterruptedException {
        boolean ended = backend.timeline()
                .await(() -> isReplaced() || status().isReady() || failedStep().isPresent(), timeout);
        ApplicationStatus status = status();
        if (isReplaced()) {
            throw new BackendException("revision " + revision + " of application '" + application
                    + "' was replaced by revision " + status.revision());
        }
        if (status.isReady()) {
            return status;
        }
        Optional<String> failed = failedStep();
        if (failed.isPresent()) {
            throw new BackendException("step '" + failed.get() + "' of application '" + application
                    + "' failed and has no retries left; correct it and apply a new version");
        }
        throw new NotReachedException("in-memory: " + application + " " + status.version() + " is not ready after "
                + DurationText.format(timeout) + (ended ? "" : ": " + String.join("; ", status.missing())));
    }

    private boolean isReplaced() {
        return status().revision() > revision;
    }

    private Optional<String> failedStep() {
        return status().steps().entrySet().stream()
                .filter(step -> step.getValue().state() == StepState.FAILED)
                .map(step -> step.getKey())
                .findFirst();
    }
}
