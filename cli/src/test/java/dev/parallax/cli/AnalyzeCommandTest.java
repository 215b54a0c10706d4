package dev.parallax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {
    private static final String HISTORY = RecordedComparison.HISTORY.toString();

    @TempDir
    Path folder;

    @Test
    void showsTheFiguresOfAHistory() throws IOException {
        Run run = Run.of("analyze", HISTORY);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(RecordedComparison.text());
        // One of its trials could not be carried out.
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void writesJsonAsTheComparisonDid() throws IOException {
        assertThat(Run.of("analyze", "-o", "json", HISTORY).out()).isEqualTo(RecordedComparison.json());
    }

    @Test
    void writesTheReportWhereItIsTold() throws IOException {
        Path to = folder.resolve("again");

        Run run = Run.of("analyze", "--to", to.toString(), HISTORY);

        assertThat(run.out()).endsWith("\n\nReport: " + to.resolve("report.html") + "\n");
        assertThat(to.resolve("report.json")).hasContent(RecordedComparison.json());
        assertThat(to.resolve("report.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void saysThatTheRunWasCutShort() throws IOException {
        List<String> lines = Files.readAllLines(RecordedComparison.HISTORY);
        Path torn = folder.resolve("torn.jsonl");
        Files.writeString(
                torn,
                String.join("\n", lines.subList(0, 200)) + "\n" + lines.get(200).substring(0, 20));

        assertThat(Run.of("analyze", torn.toString()).out()).contains("! The history ends before the run did");
    }

    @Test
    void writesTheReportOfARunThatWasCutShortBeforeAnyFault() throws IOException {
        List<String> lines = Files.readAllLines(RecordedComparison.HISTORY);
        int trial = IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).contains("\"trial-started\"")
                        && lines.get(line).contains("\"scenario\":\"process-kill\""))
                .findFirst()
                .orElseThrow();
        Path cut = Files.write(folder.resolve("cut.jsonl"), lines.subList(0, trial + 1));
        Path to = folder.resolve("again");

        Run run = Run.of("analyze", "--to", to.toString(), cut.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(to.resolve("report.json")).isNotEmptyFile();
        assertThat(to.resolve("report.html"))
                .content()
                .contains("Nothing was measured: no trial of it came to its fault.");
    }

    @Test
    void failsWhereTheHistoryLacksPartOfATrial() throws IOException {
        List<String> lines = published();
        Path whole = Files.write(folder.resolve("whole.jsonl"), lines);
        Path stateless = Files.write(
                folder.resolve("stateless.jsonl"),
                lines.stream()
                        .filter(line -> !line.contains("\"status-observed\""))
                        .toList());

        Run run = Run.of("analyze", stateless.toString());

        assertThat(Run.of("analyze", whole.toString()).status()).isZero();
        assertThat(run.out()).contains("the history has no state of the orchestrator of this trial");
        assertThat(run.status()).isEqualTo(1);
    }

    /** A history in which every trial was carried out. */
    private static List<String> published() throws IOException {
        Path file = Path.of("..", "docs", "measurements", "2026-11-27-5ee42b7", "history.jsonl.gz");
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void refusesWhatIsNoHistory() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "hello\nworld\n");

        Run run = Run.of("analyze", other.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("parallax analyze: " + other + ":1: not an event");
        assertThat(Run.of("analyze", "nowhere").err())
                .isEqualTo("parallax analyze: cannot read the history nowhere: no such file\n");
    }

    @Test
    void refusesAHistoryThatGoesBackInTime() throws IOException {
        List<String> lines = published();
        Path file = Files.write(
                folder.resolve("back.jsonl"),
                lines.stream()
                        .map(line -> line.replaceFirst(
                                "\"event\":\"run-ended\",\"at\":\\d+", "\"event\":\"run-ended\",\"at\":3"))
                        .toList());

        Run run = Run.of("analyze", file.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("parallax analyze: " + file + ":" + lines.size() + ": cannot have happened so: 'at' is 3, ")
                .hasLineCount(1);
    }

    @Test
    void readsEveryPublishedHistory() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("..", "docs", "measurements"))) {
            assertThat(folders.map(measured -> measured.resolve("history.jsonl.gz"))
                            .filter(Files::exists))
                    .isNotEmpty()
                    .allSatisfy(history -> assertThat(
                                    Run.of("analyze", history.toString()).status())
                            .isZero());
        }
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(folder.resolve("precious"), "");

        Run run = Run.of("analyze", "--to", folder.toString(), HISTORY);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("is not empty; name another folder");
    }
}
