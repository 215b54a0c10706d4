package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a rollout that missed its deadline. */
public enum OnFailure {
    @JsonProperty("halt")
    HALT,
    @JsonProperty("rollback")
    ROLLBACK
}
