package dev.parallax.comparison.probe;

import dev.parallax.comparison.history.ProbeOutcome;

/**
 * One probe, instants by the prober's ticker: when the schedule wanted it sent, when it was, when its outcome was known. {@code
 * status} is 0 without an answer.
 */
public record ProbeResult(ProbeTarget target, long intended, long sent, long ended, ProbeOutcome outcome, int status) {}
