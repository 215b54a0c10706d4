package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Disturbance;
import dev.parallax.comparison.analysis.LoadBefore;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.TrialResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which trials were disturbed and by what, so that nobody takes their figures for those of a quiet trial. */
final class DisturbedTrials {
    private final Results results;

    DisturbedTrials(Results results) {
        this.results = results;
    }

    /** One of each disturbed trial of the scenario, in the order in which they were carried out. */
    List<String> cautions(String scenario) {
        return results.trials().stream()
                .filter(trial -> trial.scenario().equals(scenario) && trial.isDisturbed())
                .map(trial -> scenario + " on " + trial.side() + ", run " + trial.run() + ", was disturbed: "
                        + trial.disturbances().stream()
                                .map(DisturbedTrials::text)
                                .collect(Collectors.joining("; "))
                        + ". " + Wording.capitalised(consequence(scenario, isOfSide(trial))) + ".")
                .toList();
    }

    /** That the machine was busy before anything was measured. */
    Optional<String> load() {
        return LoadBefore.of(results.run().environment())
                .filter(LoadBefore::isHigh)
                .map(load -> String.format(
                        Locale.ROOT,
                        "The machine was busy before the comparison began: a load average of %.1f in the minute before, on %d"
                                + " core%s. Figures may be those of what else was at work.",
                        load.minute(),
                        load.cores(),
                        load.cores() == 1 ? "" : "s"));
    }

    /** What stands before the scenario's part of the answer; empty where no trial of it was disturbed. */
    String qualification(String scenario) {
        String side = where(scenario, DisturbedTrials::isOfSide);
        String observer = where(scenario, trial -> trial.isDisturbed() && !isOfSide(trial));
        return (side.isEmpty() ? "" : "Disturbed on " + side + ": " + consequence(scenario, true) + ". ")
                + (observer.isEmpty()
                        ? ""
                        : "Late observer on " + observer + ": " + consequence(scenario, false) + ". ");
    }

    /** Such as {@code disturbed: kubernetes, run 2}; empty where no trial of it was. */
    String mark(String scenario) {
        String where = where(scenario, TrialResult::isDisturbed);
        return where.isEmpty() ? "" : "disturbed: " + where;
    }

    /** Whether any of the trials behind a figure of that side was. */
    boolean isAny(String scenario, String side) {
        return results.trials().stream()
                .anyMatch(trial ->
                        trial.scenario().equals(scenario) && trial.side().equals(side) && trial.isDisturbed());
    }

    private String where(String scenario, Predicate<TrialResult> which) {
        return results.run().sides().stream()
                .flatMap(side -> {
                    List<String> runs = results.trials().stream()
                            .filter(trial -> trial.scenario().equals(scenario)
                                    && trial.side().equals(side)
                                    && which.test(trial))
                            .map(trial -> String.valueOf(trial.run()))
                            .toList();
                    return runs.isEmpty()
                            ? Stream.<String>empty()
                            : Stream.of(
                                    side + (runs.size() == 1 ? " (run " : " (runs ") + String.join(", ", runs) + ")");
                })
                .collect(Collectors.joining(" and "));
    }

    private static boolean isOfSide(TrialResult trial) {
        return trial.disturbances().stream().anyMatch(Disturbance::isOfSide);
    }

    private static String consequence(String scenario, boolean ofSide) {
        if (!ofSide) {
            return "times may be wrong by more than the error beside them";
        }
        return scenario.equals("deploy")
                ? "what was ready failed again, by the side itself or by something else; the history does not tell"
                : "replicas or hosts that nobody touched failed too, by the side itself or by something else; the history does not tell";
    }

    static String text(Disturbance disturbance) {
        if (disturbance instanceof Disturbance.ProbesFailed probes) {
            return probes.failed() + " of " + probes.sent() + " direct probes of replicas that nobody touched failed ("
                    + probes.replicas().entrySet().stream()
                            .map(replica -> replica.getValue().count() + " of "
                                    + replica.getValue().of() + " of " + replica.getKey())
                            .collect(Collectors.joining(", "))
                    + ")";
        }
        if (disturbance instanceof Disturbance.HostsLost lost) {
            return (lost.hosts().size() == 1 ? "a host that nobody stopped" : "hosts that nobody stopped")
                    + " counted as lost (" + lengths(lost.hosts()) + ")";
        }
        if (disturbance instanceof Disturbance.NotReady unready) {
            return (unready.replicas().size() == 1
                            ? "a replica that nobody touched was"
                            : "replicas that nobody touched were")
                    + " not ready (" + lengths(unready.replicas()) + ")";
        }
        Disturbance.ObserverLate late = (Disturbance.ObserverLate) disturbance;
        return "the observer was late: 1 of 100 probes left " + Figure.milliseconds(late.most99())
                + " or more after their schedule, the latest " + Figure.milliseconds(late.most())
                + ", where the errors allow for " + Figure.milliseconds(late.bound());
    }

    private static String lengths(Map<String, Long> lengths) {
        return lengths.entrySet().stream()
                .map(each -> each.getKey() + " for " + Figure.seconds(each.getValue()) + "\u00a0s")
                .collect(Collectors.joining(", "));
    }
}
