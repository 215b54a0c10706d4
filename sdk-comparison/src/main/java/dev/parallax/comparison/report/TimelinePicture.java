package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import dev.parallax.comparison.analysis.Timeline;
import dev.parallax.comparison.analysis.TrialResult;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One scenario on all sides, one above the other on one time axis. A side's panel has a bar of phases, the replicas ready and answering as
 * step lines, and a lane of failed requests a run. The run nearest the median is drawn strong, the others thin.
 */
final class TimelinePicture {
    private static final int TITLE = 24;
    private static final int BAR = 16;
    private static final int PLOT = 84;
    private static final int LANE = 11;
    private static final int GAP = 26;
    private static final int AXIS = 34;
    /** Failures nearer to each other than this are one block. */
    private static final double TOUCHING = 2.5;

    private final Results results;
    private final String scenario;
    private final int width;
    private final boolean narrow;

    TimelinePicture(Results results, String scenario, int width) {
        this.results = results;
        this.scenario = scenario;
        this.width = width;
        this.narrow = width < 600;
    }

    /** Empty when no trial of the scenario has anything to show. */
    Optional<Drawing> draw() {
        List<TrialResult> trials = results.trials().stream()
                .filter(trial ->
                        trial.scenario().equals(scenario) && !trial.figures().isEmpty())
                .toList();
        if (trials.isEmpty()) {
            return Optional.empty();
        }
        List<String> sides = results.run().sides().stream()
                .filter(side -> trials.stream().anyMatch(trial -> trial.side().equals(side)))
                .toList();
        // Before that, not every replica of every trial had been asked.
        long known = trials.stream()
                        .mapToLong(trial -> trial.timeline().start())
                        .max()
                        .orElse(0)
                + 2 * results.run().probing().replicaPeriod();
        long start = Math.min(0, known);
        long end =
                trials.stream().mapToLong(trial -> trial.timeline().end()).max().orElse(1);
        TimeAxis axis = new TimeAxis(
                Math.max(start, -(end / 12)), Math.max(end, 1_000_000L), narrow ? 22 : 34, width - (narrow ? 10 : 16));
        int height = AXIS;
        for (String side : sides) {
            height += panelHeight(of(trials, side).size());
        }
        Drawing drawing = new Drawing(width, height, label(sides));
        int top = 0;
        for (String side : sides) {
            List<TrialResult> own = of(trials, side);
            panel(drawing, axis, top, side, own);
            top += panelHeight(own.size());
        }
        ticks(drawing, axis, height - AXIS);
        return Optional.of(drawing);
    }

    /** The run that is drawn strong: the one nearest the median of the scenario's main metric. */
    static Optional<TrialResult> representative(Results results, String scenario, List<TrialResult> own) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        String side = own.get(0).side();
        long median = results.summary(scenario, Wording.mainMetric(scenario), side)
                .flatMap(Summary::median)
                .map(measured -> measured.magnitude())
                .orElse(0L);
        return own.stream()
                .min(Comparator.comparingLong(trial ->
                        Math.abs(trial.figure(Wording.mainMetric(scenario)).magnitude() - median)));
    }

    private static List<TrialResult> of(List<TrialResult> trials, String side) {
        return trials.stream().filter(trial -> trial.side().equals(side)).toList();
    }

    private static int panelHeight(int runs) {
        return TITLE + BAR + 10 + PLOT + 8 + runs * LANE + GAP;
    }

    private void grid(Drawing drawing, TimeAxis axis, double top, double bottom) {
        for (long tick : axis.ticks(narrow ? 5 : 10)) {
            drawing.line("grid", axis.x(tick), top, axis.x(tick), bottom);
        }
    }

    private void ticks(Drawing drawing, TimeAxis axis, double bottom) {
        for (long tick : axis.ticks(narrow ? 5 : 10)) {
            drawing.text("tick", axis.x(tick), bottom + 14, "middle", TimeAxis.label(tick));
        }
        String zero = scenario.equals("deploy") ? "seconds since it was applied" : "seconds since the fault";
        drawing.text("tick", axis.right(), bottom + 29, "end", zero);
    }

    private void panel(Drawing drawing, TimeAxis axis, double top, String side, List<TrialResult> own) {
        String tone = tone(side);
        Optional<TrialResult> strong = representative(results, scenario, own);
        drawing.text("side " + tone, axis.left() - (narrow ? 20 : 30), top + 16, "start", side);
        drawing.text("main", axis.right(), top + 16, "end", mainFigure(side));
        double bar = top + TITLE;
        grid(drawing, axis, bar, top + panelHeight(own.size()) - GAP + 4);
        strong.ifPresent(trial -> phases(drawing, axis, bar, trial.timeline()));
        double plot = bar + BAR + 10;
        int wanted = results.run().wanted();
        int highest = Math.max(
                wanted,
                own.stream()
                        .flatMap(trial -> java.util.stream.Stream.concat(
                                trial.timeline().ready().stream(), trial.timeline().answering().stream()))
                        .mapToInt(Timeline.Step::count)
                        .max()
                        .orElse(wanted));
        for (int count = 0; count <= highest; count++) {
            double y = plot + PLOT - (double) count / highest * PLOT;
            drawing.line(count == 0 ? "base" : "grid", axis.left(), y, axis.right(), y);
            drawing.text("tick", axis.left() - 6, y + 4, "end", String.valueOf(count));
        }
        for (TrialResult trial : own) {
            boolean isStrong = strong.filter(trial::equals).isPresent();
            if (isStrong) {
                drawing.path(
                        "answering",
                        steps(
                                axis,
                                plot,
                                highest,
                                trial.timeline().answering(),
                                trial.timeline().end()),
                        "run " + trial.run() + ": replicas that answer direct probes");
            }
            drawing.path(
                    "ready " + tone + (isStrong ? " strong" : " thin"),
                    steps(
                            axis,
                            plot,
                            highest,
                            trial.timeline().ready(),
                            trial.timeline().end()),
                    "run " + trial.run() + ": replicas ready");
        }
        double lane = plot + PLOT + 8;
        drawing.line("zero", axis.x(0), bar - 2, axis.x(0), lane + own.size() * LANE);
        for (TrialResult trial : own) {
            lane(drawing, axis, lane, trial);
            lane += LANE;
        }
    }

    private void phases(Drawing drawing, TimeAxis axis, double y, Timeline timeline) {
        int number = 0;
        for (Timeline.Phase phase : timeline.phases()) {
            double from = axis.x(phase.from());
            double length = Math.max(1, axis.x(phase.to()) - from);
            // As the axis and the table have it: from the fault on.
            String title = phase.name() + ": " + Figure.seconds(phase.to()) + " s";
            drawing.rect(
                    "phase phase" + number,
                    from,
                    y,
                    length,
                    BAR,
                    title + ", " + Figure.seconds(phase.to() - phase.from()) + " s of it");
            if (length > title.length() * 6.4) {
                drawing.text("inbar inbar" + number, from + 5, y + 12, "start", title);
            }
            number++;
        }
    }

    private void lane(Drawing drawing, TimeAxis axis, double y, TrialResult trial) {
        drawing.line(
                "lane", axis.left(), y + LANE / 2.0, axis.x(trial.timeline().end()), y + LANE / 2.0);
        long apart = (long) (results.run().probing().servicePeriod() * TOUCHING);
        List<Long> failures = trial.timeline().failures();
        boolean deploys = scenario.equals("deploy");
        int first = 0;
        for (int i = 0; i < failures.size(); i++) {
            if (i + 1 == failures.size() || failures.get(i + 1) - failures.get(i) > apart) {
                double from = axis.x(failures.get(first));
                double to = axis.x(failures.get(i));
                int count = i - first + 1;
                drawing.rect(
                        deploys ? "absent" : "failed",
                        from - 1,
                        y + 1,
                        Math.max(2.5, to - from + 2),
                        LANE - 2,
                        "run " + trial.run() + ": "
                                + (deploys
                                        ? "not answering yet"
                                        : count + (count == 1 ? " request failed" : " requests failed")));
                first = i + 1;
            }
        }
    }

    private static String steps(TimeAxis axis, double top, int highest, List<Timeline.Step> steps, long end) {
        StringBuilder d = new StringBuilder();
        double y = top + PLOT;
        d.append('M').append(Drawing.number(axis.left())).append(' ');
        // What was so before the axis begins is drawn from its beginning.
        for (Timeline.Step step : steps) {
            if (step.at() <= axis.start()) {
                y = height(top, highest, step.count());
            }
        }
        d.append(Drawing.number(y));
        for (Timeline.Step step : steps) {
            if (step.at() > axis.start()) {
                y = height(top, highest, step.count());
                d.append('H')
                        .append(Drawing.number(axis.x(step.at())))
                        .append('V')
                        .append(Drawing.number(y));
            }
        }
        return d.append('H').append(Drawing.number(axis.x(end))).toString();
    }

    private static double height(double top, int highest, int count) {
        return top + PLOT - (double) count / highest * PLOT;
    }

    private String tone(String side) {
        return "tone" + results.run().sides().indexOf(side);
    }

    private String mainFigure(String side) {
        return results.summary(scenario, Wording.mainMetric(scenario), side)
                .map(summary -> {
                    String what = scenario.equals("deploy") ? "accepted after " : "full redundancy after ";
                    return (narrow ? "" : what) + Figure.median(summary);
                })
                .orElse("");
    }

    private String label(List<String> sides) {
        return scenario + ": replicas ready and failed requests over time on " + String.join(" and ", sides);
    }
}
