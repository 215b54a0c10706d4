package dev.parallax.comparison.report;

import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the page shows of the sides themselves and of the machine: versions, timers and what they predict, memory. */
final class Surroundings {
    private final Results results;
    private final Wording wording;
    private final List<String> sides;

    Surroundings(Results results, Wording wording) {
        this.results = results;
        this.wording = wording;
        this.sides = results.run().sides();
    }

    List<Map<String, Object>> versions() {
        TreeSet<String> names = new TreeSet<>();
        results.sides().values().forEach(side -> names.addAll(side.versions().keySet()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(Map.of(
                    "name",
                    name,
                    "values",
                    sides.stream()
                            .map(side -> {
                                Event.SideDescribed described = results.sides().get(side);
                                return described == null
                                        ? Figure.NONE
                                        : described.versions().getOrDefault(name, Figure.NONE);
                            })
                            .toList()));
        }
        return rows;
    }

    /** What each side does otherwise than another may; sides of which nothing is known are left out. */
    List<Map<String, Object>> remarks() {
        return sides.stream()
                .filter(side -> !results.remarks(side).isEmpty())
                .map(side -> Map.<String, Object>of(
                        "side", side, "tone", "tone" + sides.indexOf(side), "sentences", results.remarks(side)))
                .toList();
    }

    List<Map<String, Object>> timers() {
        return sides.stream().map(this::timers).toList();
    }

    private Map<String, Object> timers(String side) {
        Event.SideDescribed described = results.sides().get(side);
        List<Map<String, Object>> rows = new ArrayList<>();
        if (described != null) {
            for (SideFacts.Timer timer : described.timers()) {
                rows.add(Map.of(
                        "name", timer.name(),
                        "default", timer.defaultValue(),
                        "value", timer.value(),
                        "note", timer.note() == null ? "" : timer.note(),
                        "changed", isChanged(timer) ? "changed" : "",
                        "bounds", timer.bounds()));
            }
        }
        return Map.of(
                "side",
                side,
                "tone",
                "tone" + sides.indexOf(side),
                "rows",
                HtmlPage.list(rows),
                "predicted",
                described == null
                        ? ""
                        : predicted(side, described.predicted()) + predicted(side, described.predictedProcess()));
    }

    private static boolean isChanged(SideFacts.Timer timer) {
        return !timer.value().equals(timer.defaultValue()) && !timer.value().equals(SideFacts.Timer.NOT_FOUND);
    }

    /** What the timers make of a lost host, beside what was measured. */
    private String predicted(String side, Event.@Nullable Predicted predicted) {
        if (predicted == null) {
            return "By which time a lost host is noticed: " + SideFacts.Timer.NOT_FOUND + ".";
        }
        String text = "By these timers a lost host is noticed within " + Figure.seconds(predicted.hostNoticed())
                + " s and what ran there is replaced from " + Figure.seconds(predicted.hostReplaced())
                + " s on at the latest (" + predicted.because() + ").";
        return text + wording.measuredHostLoss(side, predicted);
    }

    /** What the timers make of a process that ended, beside what was measured. */
    private String predicted(String side, Event.@Nullable PredictedProcess predicted) {
        return predicted == null
                ? ""
                : " By them it is noticed within " + Figure.seconds(predicted.noticed())
                        + " s that a process ended, and it is being started again within "
                        + Figure.seconds(predicted.started()) + " s (" + predicted.because()
                        + "); what the start and the checks after it take comes on top."
                        + wording.measuredProcessLoss(side, predicted);
    }

    List<Map<String, Object>> memory() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String moment : List.of("idle", "deployed")) {
            List<String> values = new ArrayList<>();
            long sum = 0;
            for (String side : sides) {
                List<Long> read = results.resources().stream()
                        .filter(event ->
                                event.side().equals(side) && event.moment().equals(moment))
                        .map(event -> event.use().memoryBytes())
                        .sorted()
                        .toList();
                long median = read.isEmpty() ? 0 : read.get(read.size() / 2);
                sum += median;
                values.add(read.isEmpty() ? Figure.NONE : Figure.mebibytes(median));
            }
            rows.add(Map.of("moment", moment, "values", values, "sum", Figure.mebibytes(sum)));
        }
        return rows;
    }

    List<Map<String, Object>> machine() {
        return results.run().environment().entrySet().stream()
                .map(entry -> Map.<String, Object>of("name", entry.getKey(), "value", entry.getValue()))
                .toList();
    }
}
