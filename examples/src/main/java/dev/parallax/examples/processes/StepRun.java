package dev.parallax.examples.processes;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.model.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step at one version of its application: its attempts, and what became of them. */
final class StepRun {
    private static final Duration PAUSE_AFTER_A_FAILURE = Duration.ofSeconds(1);

    private StepState state = StepState.WAITING;
    private int attempts;
    private long since;
    private @Nullable Process process;
    private @Nullable String lastError;

    boolean is(StepState wanted) {
        return state == wanted;
    }

    /** Begins, ends or repeats an attempt, where it is time for it. */
    void advance(String name, Step step, Launch launch, Workplace workplace, long now) {
        if (state == StepState.WAITING && (attempts == 0 || now - since >= PAUSE_AFTER_A_FAILURE.toNanos())) {
            attempts++;
            since = now;
            try {
                process = workplace.start("step-" + name, "127.0.0.1", launch);
                state = StepState.RUNNING;
            } catch (IOException e) {
                fail(step, "it cannot be started: " + e.getMessage(), now);
            }
        } else if (state == StepState.RUNNING && process != null && !process.isAlive()) {
            if (process.exitValue() == 0) {
                state = StepState.SUCCEEDED;
                lastError = null;
            } else {
                fail(step, "it ended with status " + process.exitValue(), now);
            }
        } else if (state == StepState.RUNNING && now - since >= step.timeout().toNanos()) {
            kill();
            fail(step, "it took longer than " + step.timeout().toSeconds() + " s", now);
        }
    }

    private void fail(Step step, String error, long now) {
        lastError = error;
        since = now;
        state = attempts > step.retries() ? StepState.FAILED : StepState.WAITING;
    }

    void kill() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    StepStatus status() {
        return new StepStatus(state, attempts, Optional.ofNullable(lastError));
    }
}
