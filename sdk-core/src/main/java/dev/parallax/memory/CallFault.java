package dev.parallax.memory;

/** How a call to the orchestrator goes wrong; whoever makes it gets a {@link dev.parallax.backend.BackendException} in each case. */
public enum CallFault {
    /** It is answered with a refusal, at once, and nothing was done. */
    REFUSED,
    /** It is not answered within ten seconds of the timeline, and nothing was done. */
    TIMED_OUT,
    /** It is done, and not answered within ten seconds of the timeline. To its caller the same as {@link #TIMED_OUT}. */
    ANSWER_LOST
}
