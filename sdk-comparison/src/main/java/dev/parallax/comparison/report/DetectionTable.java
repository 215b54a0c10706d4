package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Of one fault, for each side: when it was noticed, and which requests failed before and after that, all runs together. */
final class DetectionTable {
    /** Shown here, where they stand beside each other and add up. */
    static final Set<Metric> PARTS = Set.of(
            Metric.IN_FLIGHT_AT_FAULT,
            Metric.FAILED_BEFORE_DETECTION,
            Metric.IN_FLIGHT_AT_DETECTION,
            Metric.FAILED_AFTER_DETECTION,
            Metric.FAILED_OFF_PATH);

    private final Results results;
    private final String scenario;
    private final List<FailedRequests> failed;

    DetectionTable(Results results, String scenario) {
        this.results = results;
        this.scenario = scenario;
        this.failed = results.run().sides().stream()
                .map(side -> FailedRequests.of(results, scenario, side))
                .toList();
    }

    /** None of a scenario that is no fault. */
    List<Map<String, Object>> rows() {
        if (results.run().sides().stream().noneMatch(side -> results.summary(scenario, Metric.DETECTED, side)
                .isPresent())) {
            return List.of();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        times(rows, Metric.DETECTED);
        times(rows, Metric.ENDPOINT_LOST);
        boolean followed = results.run().sides().stream()
                .anyMatch(side ->
                        results.summary(scenario, Metric.PATH_LEFT, side).isPresent());
        if (followed) {
            times(rows, Metric.PATH_LEFT);
        }
        times(rows, Metric.UNAFFECTED);
        String runs = results.run().runs() == 1 ? "" : ", all runs together";
        rows.add(counts("failed requests" + runs, "main", FailedRequests::all));
        rows.add(counts("in flight when the fault came", "part", FailedRequests::inFlightAtFault));
        rows.add(counts("sent after it, failed before it was noticed", "part", FailedRequests::before));
        rows.add(counts("sent before and failed after it was noticed", "part", FailedRequests::inFlightAtDetection));
        rows.add(counts("sent after it was noticed", "part main", FailedRequests::after));
        if (followed) {
            rows.add(counts("of all, sent once it was off the data path", "main", FailedRequests::offPath));
        }
        if (failed.stream().anyMatch(requests -> requests.unknown() > 0)) {
            rows.add(counts("in runs in which the orchestrator noticed nothing", "part", FailedRequests::unknown));
        }
        return rows;
    }

    private void times(List<Map<String, Object>> rows, Metric metric) {
        for (Circumstance circumstance : results.circumstances(scenario, metric)) {
            rows.add(row(
                    Wording.title(metric, circumstance),
                    "",
                    results.run().sides().stream()
                            .map(side -> results.summary(scenario, metric, circumstance, side)
                                    .map(DetectionTable::time)
                                    .orElse(Figure.NONE))
                            .toList()));
        }
    }

    private static String time(Summary summary) {
        if (summary.median().isEmpty()) {
            return Wording.reason(summary).orElse(Figure.NONE);
        }
        String median = Figure.median(summary);
        String range = Figure.range(summary);
        return (median.equals(Figure.UNHARMED) ? "never affected" : median)
                + (range.isEmpty() ? "" : " (" + range + ")");
    }

    private Map<String, Object> counts(String title, String style, ToLongFunction<FailedRequests> count) {
        return row(
                title,
                style,
                failed.stream()
                        .map(requests -> String.valueOf(count.applyAsLong(requests)))
                        .toList());
    }

    private static Map<String, Object> row(String title, String style, List<String> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("title", title);
        row.put("style", style);
        row.put("values", values);
        return row;
    }
}
