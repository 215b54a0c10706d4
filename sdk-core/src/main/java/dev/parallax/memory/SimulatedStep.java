package dev.parallax.memory;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.StepOutput;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step of one version. */
final class SimulatedStep {
    StepState state = StepState.WAITING;
    int attempts;
    /** Of the last attempt. */
    Map<String, String> environment = Map.of();

    /** Of the last attempt that ended. */
    String output = "";

    private @Nullable String lastError;

    boolean succeeded() {
        return state == StepState.SUCCEEDED;
    }

    void start(Map<String, String> startedWith) {
        environment = startedWith;
        state = StepState.RUNNING;
        attempts++;
    }

    void succeed() {
        state = StepState.SUCCEEDED;
        lastError = null;
    }

    void fail(int retries) {
        lastError = "exit status 1";
        state = attempts > retries ? StepState.FAILED : StepState.WAITING;
    }

    StepOutput output(String name) {
        return new StepOutput(name, state, attempts, Optional.of(output).filter(text -> !text.isBlank()));
    }

    StepStatus status() {
        return new StepStatus(state, attempts, Optional.ofNullable(lastError));
    }
}
