package dev.parallax.comparison.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a trial ended. */
public enum TrialOutcome {
    /** Its success condition held. */
    @JsonProperty("reached")
    REACHED,
    /** Its limit of time passed first: what is missing took longer than the limit. */
    @JsonProperty("timed-out")
    TIMED_OUT,
    /** It could not be carried out; it says nothing about the orchestrator. */
    @JsonProperty("failed")
    FAILED
}
