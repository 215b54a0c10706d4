package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a step of one version is: the host of the present or last attempt, its number from 1, what the last attempt printed, and what the host was told
 * to install for it; nothing is known of that where it began by an older controller.
 */
public record StepRecord(
        State state, String host, int attempt, String output, Instant since, Optional<Installed> installed) {

    /** One of which nobody asks what it installed. */
    public StepRecord(State state, String host, int attempt, String output, Instant since) {
        this(state, host, attempt, output, since, Optional.empty());
    }

    /** The same, whose host is told to install this. */
    public StepRecord installing(Installed told) {
        return new StepRecord(state, host, attempt, output, since, Optional.of(told));
    }

    /** Packages with the versions that they were pinned to by a revision. A step runs once for a version of the application, which may have several revisions. */
    public record Installed(long revision, Map<String, String> packages) {
        public Installed {
            packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
        }
    }

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
