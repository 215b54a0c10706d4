package dev.parallax.comparison.history;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a probe ended. */
public enum ProbeOutcome {
    /** Within the limit, answered with a status that the ready check expects, or connected where that is no HTTP check. */
    @JsonProperty("good")
    GOOD,
    /** Answered with another status. */
    @JsonProperty("bad-status")
    BAD_STATUS,
    /** The connection was refused. */
    @JsonProperty("refused")
    REFUSED,
    /** No route to the address. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** The connection ended before the answer was complete. */
    @JsonProperty("cut")
    CUT,
    /** No complete answer within the limit. */
    @JsonProperty("timed-out")
    TIMED_OUT,
    /** Not sent, because the observer itself was too late: says nothing about the target. */
    @JsonProperty("not-sent")
    NOT_SENT;

    public boolean isGood() {
        return this == GOOD;
    }

    /** Whether it is a failure of the target: neither good nor the observer's own fault. */
    public boolean isFailure() {
        return this != GOOD && this != NOT_SENT;
    }
}
