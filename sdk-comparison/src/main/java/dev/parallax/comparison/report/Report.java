package dev.parallax.comparison.report;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.analysis.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
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

    /** Writes {@code report.html} and {@code report.json} into a folder that is there: both, or nothing. */
    public void write(Path folder) {
        Map<Path, String> texts = new TreeMap<>();
        texts.put(folder.resolve("report.html"), html());
        texts.put(folder.resolve("report.json"), json());
        List<Path> halves =
                new ArrayList<>(texts.keySet().stream().map(Report::unfinished).toList());
        try {
            try {
                for (Map.Entry<Path, String> text : texts.entrySet()) {
                    Files.writeString(unfinished(text.getKey()), text.getValue(), StandardCharsets.UTF_8);
                }
                for (Path file : texts.keySet()) {
                    Files.move(unfinished(file), file, StandardCopyOption.REPLACE_EXISTING);
                    halves.add(file);
                }
                halves.clear();
            } finally {
                for (Path half : halves) {
                    Files.deleteIfExists(half);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }
}
