package dev.parallax.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a change that somebody made by hand to what runs. */
public enum DriftPolicy {
    /** It is put right by itself, wherever the orchestrator has something that does so. */
    @JsonProperty("repair")
    REPAIR,
    /** It is told, and stays until somebody has it repaired or applies. */
    @JsonProperty("report")
    REPORT
}
