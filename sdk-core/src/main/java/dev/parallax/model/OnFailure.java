package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a rollout that failed at a role, or at a step that the role waits for. */
public enum OnFailure {
    @JsonProperty("halt")
    HALT,
    @JsonProperty("rollback")
    ROLLBACK
}
