package dev.parallax.comparison.analysis;

import java.util.List;

/**
 * A trial as a picture shows it; instants in nanoseconds from the intent or the fault. {@code ready}: replicas the orchestrator calls
 * ready; {@code answering}: replicas that answer direct probes; {@code failures}: failed probes of the service's
 * address, by intended instant; {@code phases}: in order, without gaps between them.
 */
public record Timeline(
        long start,
        long end,
        int wanted,
        List<Step> ready,
        List<Step> answering,
        List<Long> failures,
        List<Phase> phases) {
    public Timeline {
        ready = List.copyOf(ready);
        answering = List.copyOf(answering);
        failures = List.copyOf(failures);
        phases = List.copyOf(phases);
    }

    /** From this instant to the next step's, this many. */
    public record Step(long at, int count) {}

    /** A part of the way, named for what is waited for. */
    public record Phase(String name, long from, long to) {}
}
