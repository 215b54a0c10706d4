package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wanted of one application. {@code applied}: when this revision was asked for. {@code rolledBackFrom}: the revision this one
 * was put in place of, because that one failed, and {@code reason} how.
 */
public record Desired(
        long revision,
        String version,
        Intent state,
        boolean keepStorage,
        Instant applied,
        Optional<Long> rolledBackFrom,
        Optional<String> reason) {

    public boolean isDeleting() {
        return state == Intent.DELETING;
    }

    /** Whether the application is to be there. */
    public enum Intent {
        @JsonProperty("present")
        PRESENT,
        @JsonProperty("deleting")
        DELETING
    }
}
