package dev.parallax.comparison.analysis;

import dev.parallax.comparison.history.Event.FaultInjected;
import dev.parallax.comparison.history.TrialOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one trial gave. {@code limit}: the nanoseconds after which it would have timed out; {@code fault} is absent for a deployment; {@code unsent}: probes that the observer itself failed to send, so that
 * the figures beside them are to be taken with care; {@code failedAfterwards}: requests to the service address that failed after the trial's end, while its start state came back, and are in no figure; {@code gaps}: what every trial that came to its end has and
 * the history does not have of this one; {@code disturbances}: what went on beside what was done.
 */
public record TrialResult(
        String side,
        String scenario,
        int run,
        long limit,
        TrialOutcome outcome,
        String detail,
        @Nullable FaultInjected fault,
        Map<Metric, Measured> figures,
        Timeline timeline,
        int unsent,
        int failedAfterwards,
        boolean restored,
        List<String> gaps,
        List<Disturbance> disturbances) {
    public TrialResult {
        figures = new TreeMap<>(figures);
        gaps = List.copyOf(gaps);
        disturbances = List.copyOf(disturbances);
    }

    /** Whether its figures are not those of the fault or the deployment alone, or less certain than their errors say. */
    public boolean isDisturbed() {
        return !disturbances.isEmpty();
    }

    public Measured figure(Metric metric) {
        Measured measured = figures.get(metric);
        return measured == null ? new Measured.Missing("not a figure of this scenario") : measured;
    }
}
