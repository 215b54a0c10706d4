package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.TrialResult;
import java.util.List;

/**
 * The requests to the service's address that failed on one side in all runs of a fault together, by what was known when they were sent and
 * when they failed. The parts and {@code unknown}, those of runs in which the orchestrator noticed nothing, add up to {@code all};
 * {@code offPath} are those of all that were sent after the replica was off the data path.
 */
record FailedRequests(
        long all, long inFlightAtFault, long before, long inFlightAtDetection, long after, long unknown, long offPath) {
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
                all,
                inFlightAtFault,
                before,
                inFlightAtDetection,
                after,
                all - inFlightAtFault - before - inFlightAtDetection - after,
                sum(trials, Metric.FAILED_OFF_PATH));
    }

    private static long sum(List<TrialResult> trials, Metric metric) {
        return trials.stream()
                .map(trial -> trial.figure(metric))
                .filter(Measured::isFigure)
                .mapToLong(Measured::magnitude)
                .sum();
    }
}
