package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** How far a step of one version is: the host of the present or last attempt, its number from 1, and what the last attempt printed. */
public record StepRecord(State state, String host, int attempt, String output, Instant since) {

    /** The key of an attempt in its host's data and report. */
    public static String attemptKey(String app, String step, String version, int attempt) {
        return app + "-" + step + "-" + version + "-" + attempt;
    }

    /** How far a step is. */
    public enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("failed")
        FAILED
    }
}
