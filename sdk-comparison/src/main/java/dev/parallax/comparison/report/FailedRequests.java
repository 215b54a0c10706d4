package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.TrialResult;
import java.util.List;

/**
 * The requests to the service's address that failed on one side in all runs of a fault together, by what was known when they were sent and
 * when they failed. The parts and {@code unknown}, those of runs in which the orchestrator noticed nothing, add up to {@code all}.
 */
record FailedRequests(
        int runs, long all, long inFlightAtFault, long before, long inFlightAtDetection, long after, long unknown) {
    static FailedRequests of(Results results, String scenario, String side) {
        List<TrialResult> trials = results.trials().stream()
                .filter(trial ->
                        trial.scenario().equals(scenario) && trial.side().equals(side))
                .filter(trial -> trial.figure(Metric.FAILED_REQUESTS).isFigure())
                .toList();
        List<TrialResult> noticed = trials.stream()
                .filter(trial -> trial.figure(Metric.FAILED_AFTER_DETECTION).isFigure())
                .toList();
        long inFlightAtFault = sum(trials, Metric.IN_FLIGHT_AT_FAULT);
        long before = sum(noticed, Metric.FAILED_BEFORE_DETECTION);
        long inFlightAtDetection = sum(noticed, Metric.IN_FLIGHT_AT_DETECTION);
        long after = sum(noticed, Metric.FAILED_AFTER_DETECTION);
        long all = sum(trials, Metric.FAILED_REQUESTS);
        return new FailedRequests(
                trials.size(),
                all,
                inFlightAtFault,
                before,
                inFlightAtDetection,
                after,
                all - inFlightAtFault - before - inFlightAtDetection - after);
    }

    private static long sum(List<TrialResult> trials, Metric metric) {
        return trials.stream()
                .map(trial -> trial.figure(metric))
                .filter(Measured::isFigure)
                .mapToLong(Measured::magnitude)
                .sum();
    }

    /** In words, as the second half of a sentence or as one of its own. */
    String text() {
        String where = runs == 1 ? "In the one run " : "In " + runs + " runs together ";
        if (runs == 0) {
            return "Whether requests failed was not measured.";
        }
        if (all == 0) {
            return where + "no request failed.";
        }
        return where + all + (all == 1 ? " request failed: " : " requests failed: ") + many(inFlightAtFault)
                + " in flight when the fault came, " + many(before)
                + " sent after it and failed before it was noticed, "
                + many(inFlightAtDetection) + " in flight when it was noticed, " + many(after)
                + " sent once it was noticed"
                + (unknown == 0 ? "" : ", " + unknown + " where the orchestrator noticed nothing") + ".";
    }

    static String many(long count) {
        return count == 0 ? "none" : String.valueOf(count);
    }
}
