package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Rollout;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Awaits a rollout and, where it fails and the orchestrator goes back by itself, the way back too: nobody is left with half of either. */
record WayBack(Backend backend, Consumer<String> notes) {
    /** As {@link Rollout#await}; the failure says how the way back ended. */
    ApplicationStatus await(Rollout rollout, Duration timeout) throws InterruptedException {
        long began = System.nanoTime();
        try {
            return rollout.await(timeout);
        } catch (BackendException e) {
            Optional<ApplicationStatus> back = backend.observe(rollout.application())
                    .filter(now -> now.revision() > rollout.revision()
                            && now.rollout().reason().isPresent());
            if (back.isEmpty()) {
                throw e;
            }
            notes.accept(String.valueOf(e.getMessage()));
            Duration left = timeout.minusNanos(System.nanoTime() - began);
            throw new BackendException(e.getMessage() + "; " + outcome(back.get(), left), e);
        }
    }

    private String outcome(ApplicationStatus back, Duration left) throws InterruptedException {
        String revision = "revision " + back.revision() + ", version " + back.version() + ", ";
        try {
            Rollout rollout = backend.rollout(back.application());
            if (rollout.revision() != back.revision()) {
                return revision + "was replaced by revision " + rollout.revision();
            }
            rollout.await(left.isNegative() ? Duration.ZERO : left);
            return revision + "is ready";
        } catch (NotReachedException e) {
            return revision + "is not ready yet: " + e.getMessage();
        } catch (BackendException e) {
            return revision + "failed, too: " + e.getMessage();
        }
    }
}
