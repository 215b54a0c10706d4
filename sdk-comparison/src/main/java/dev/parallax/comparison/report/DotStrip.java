package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Circumstance;
import dev.parallax.comparison.analysis.Measured;
import dev.parallax.comparison.analysis.Metric;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.analysis.Summary;
import java.util.List;

/** Every point of one metric, a row a side, on one scale from zero, which the metric's circumstances share. A point that is only known to be more has an arrow. */
final class DotStrip {
    private static final int WIDTH = 190;
    private static final int ROW = 13;
    private static final int EDGE = 8;

    private DotStrip() {}

    static Drawing draw(Results results, String scenario, Metric metric, Circumstance circumstance) {
        List<String> sides = results.run().sides();
        Drawing drawing =
                new Drawing(WIDTH, ROW * sides.size() + 2, Wording.title(metric, circumstance) + ": every run, from 0");
        long most = results.summaries().stream()
                .filter(summary -> summary.scenario().equals(scenario) && summary.metric() == metric)
                .flatMap(summary -> summary.points().stream())
                .mapToLong(point -> point.measured().magnitude())
                .max()
                .orElse(0);
        for (int row = 0; row < sides.size(); row++) {
            double y = 1 + ROW * row + ROW / 2.0;
            drawing.line("lane", EDGE, y, WIDTH - EDGE, y);
            String tone = "tone" + row;
            results.summary(scenario, metric, circumstance, sides.get(row))
                    .ifPresent(summary -> summary.points().forEach(point -> dot(drawing, tone, y, most, point)));
        }
        return drawing;
    }

    private static void dot(Drawing drawing, String tone, double y, long most, Summary.Point point) {
        Measured measured = point.measured();
        if (!measured.isFigure()) {
            return;
        }
        double x = EDGE + (most == 0 ? 0 : (double) measured.magnitude() / most * (WIDTH - 2 * EDGE));
        String title = "run " + point.run() + ": " + Figure.of(measured);
        String at = Drawing.number(x) + " " + Drawing.number(y);
        if (measured instanceof Measured.MoreThan) {
            drawing.path("dot " + tone, "M" + at + "m-3.5 -4.5l7 4.5l-7 4.5z", title);
        } else {
            drawing.path("dot " + tone, "M" + at + "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z", title);
        }
    }
}
