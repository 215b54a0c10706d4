package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wanted of one application. {@code applied}: when this revision was asked for, asked for again after it had failed, or let go on
 * after a pause. {@code rolledBackFrom}: the revision this one was put in place of, because that one failed, and {@code reason} how. {@code
 * repairs}: how often somebody had asked for what was changed by hand to be put right. {@code paused}: whether a change waits that would
 * replace replicas.
 */
public record Desired(
        long revision,
        String version,
        Intent state,
        boolean keepStorage,
        Instant applied,
        Optional<Long> rolledBackFrom,
        Optional<String> reason,
        long repairs,
        boolean paused) {

    /** As whoever wants a revision writes it first. */
    public Desired(
            long revision,
            String version,
            Intent state,
            boolean keepStorage,
            Instant applied,
            Optional<Long> rolledBackFrom,
            Optional<String> reason) {
        this(revision, version, state, keepStorage, applied, rolledBackFrom, reason, 0, false);
    }

    /** The same, with what was changed by hand to be put right. */
    public Desired repaired() {
        return new Desired(revision, version, state, keepStorage, applied, rolledBackFrom, reason, repairs + 1, paused);
    }

    /** The same, with what would change replicas held back. */
    public Desired held() {
        return new Desired(revision, version, state, keepStorage, applied, rolledBackFrom, reason, repairs, true);
    }

    /** The same, asked for again: what takes too long counts from now. */
    public Desired again(Instant now) {
        return new Desired(revision, version, state, keepStorage, now, rolledBackFrom, reason, repairs, paused);
    }

    /** The same, with what was held back going on from now. */
    public Desired released(Instant now) {
        return paused
                ? new Desired(revision, version, state, keepStorage, now, rolledBackFrom, reason, repairs, false)
                : this;
    }

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
