package dev.parallax.comparison.report;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.analysis.Results;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Results made readable. The same results give the same bytes, as long as the same program makes them. */
public final class Report {
    private final Results results;
    private final ParallaxVersion program;

    private Report(Results results, ParallaxVersion program) {
        this.results = results;
        this.program = program;
    }

    public static Report of(Results results) {
        return of(results, ParallaxVersion.ofThisProgram());
    }

    /** As a program of that version makes it. */
    static Report of(Results results, ParallaxVersion program) {
        return new Report(results, program);
    }

    /** A table for a terminal, lines ended by a line feed. */
    public String text() {
        return new TextTable(results, program).render();
    }

    /** Every figure and point, versions, timers, environment. */
    public String json() {
        return new JsonReport(results, program).render();
    }

    /** One page without anything from elsewhere; its pictures are in it, and it needs no script. */
    public String html() {
        return new HtmlPage(results, program).render();
    }

    /**
     * Writes {@code report.html} and {@code report.json} into a folder that is there: both, or neither. They take the place of an earlier
     * report once they are whole; where they cannot, the earlier one stays.
     */
    public void write(Path folder) {
        Map<Path, String> texts = new TreeMap<>();
        texts.put(folder.resolve("report.html"), html());
        texts.put(folder.resolve("report.json"), json());
        new WholeFiles(texts).write();
    }
}
