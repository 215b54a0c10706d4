package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a step's Job is. */
final class JobState {
    /** No pod of it was made yet. */
    private static final StepStatus WAITING = new StepStatus(StepState.WAITING, 0, Optional.empty());

    private JobState() {}

    static StepStatus of(Job job) {
        JobStatus status = job.getStatus();
        if (status == null) {
            return WAITING;
        }
        int attempts = number(status.getActive()) + number(status.getFailed()) + number(status.getSucceeded());
        if (condition(status, "Complete").isPresent()) {
            return new StepStatus(StepState.SUCCEEDED, attempts, Optional.empty());
        }
        Optional<JobCondition> failed = condition(status, "Failed");
        if (failed.isPresent()) {
            return new StepStatus(StepState.FAILED, attempts, failed.map(JobCondition::getMessage));
        }
        if (attempts == 0) {
            return WAITING;
        }
        Optional<String> error = number(status.getFailed()) > 0
                ? Optional.of(status.getFailed() + " attempts failed")
                : Optional.empty();
        return new StepStatus(StepState.RUNNING, attempts, error);
    }

    /** When it succeeded; empty when it has not. */
    static Optional<Instant> completed(Job job) {
        return Optional.ofNullable(job.getStatus())
                .map(JobStatus::getCompletionTime)
                .map(Instant::parse);
    }

    private static Optional<JobCondition> condition(JobStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
