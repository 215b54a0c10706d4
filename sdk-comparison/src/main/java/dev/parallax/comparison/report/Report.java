package dev.parallax.comparison.report;

import dev.parallax.comparison.analysis.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results made readable. The same results give the same bytes. */
public final class Report {
    private final Results results;

    private Report(Results results) {
        this.results = results;
    }

    public static Report of(Results results) {
        return new Report(results);
    }

    /** A table for a terminal, lines ended by a line feed. */
    public String text() {
        return new TextTable(results).render();
    }

    /** Every figure and point, versions, timers, environment. */
    public String json() {
        return new JsonReport(results).render();
    }

    /** One page without anything from elsewhere; its pictures are in it, and it needs no script. */
    public String html() {
        return new HtmlPage(results).render();
    }

    /** Writes {@code report.html} and {@code report.json} into a folder that is there. */
    public void write(Path folder) {
        try {
            Files.writeString(folder.resolve("report.json"), json(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("report.html"), html(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + folder + ": " + e.getMessage(), e);
        }
    }
}
