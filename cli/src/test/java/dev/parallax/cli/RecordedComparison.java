package dev.parallax.cli;

import java.nio.file.Path;

/** A history that is kept with the tests of the comparison, and what it gives. One of its trials could not be carried out. */
final class RecordedComparison {
    private static final Path FOLDER =
            Path.of("..", "sdk-comparison", "src", "test", "resources", "golden", "process-kill");
    static final Path HISTORY = FOLDER.resolve("history.jsonl");
    static final Path TEXT = FOLDER.resolve("report.txt");
    static final Path JSON = FOLDER.resolve("report.json");

    private RecordedComparison() {}
}
