package dev.parallax.cli;

import dev.parallax.ParallaxVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A history that is kept with the tests of the comparison, and what it gives. One of its trials could not be carried out. */
final class RecordedComparison {
    private static final Path FOLDER =
            Path.of("..", "sdk-comparison", "src", "test", "resources", "golden", "process-kill");
    static final Path HISTORY = FOLDER.resolve("history.jsonl");

    /** The program that the kept reports are computed by. */
    private static final String PROGRAM = "1.2.3, commit 0123456789abcdef0123456789abcdef01234567";

    private RecordedComparison() {}

    /** The table, as this program makes it. */
    static String text() throws IOException {
        return kept("report.txt");
    }

    /** The report for programs, as this program makes it. */
    static String json() throws IOException {
        return kept("report.json");
    }

    private static String kept(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name))
                .replace(PROGRAM, ParallaxVersion.ofThisProgram().toString());
    }
}
