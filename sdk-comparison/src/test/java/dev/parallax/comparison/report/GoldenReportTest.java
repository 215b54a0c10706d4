package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.history.HistoryReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A folder a case: {@code history.jsonl} is the input, {@code report.json} and {@code report.txt} what it must give.
 */
class GoldenReportTest {
    /** The program that is taken to compute the figures. */
    private static final ParallaxVersion PROGRAM =
            new ParallaxVersion("1.2.3", Optional.of("0123456789abcdef0123456789abcdef01234567"), false);

    private static final Path CASES = Path.of("src", "test", "resources", "golden");

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void historyGivesItsReport(Path folder) throws IOException {
        Report report = Report.of(Analysis.of(HistoryReader.read(folder.resolve("history.jsonl"))), PROGRAM);

        assertThat(report.json()).isEqualTo(expected(folder, "report.json", report.json()));
        assertThat(report.text()).isEqualTo(expected(folder, "report.txt", report.text()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("history.jsonl", "report.json", "report.txt");
        }
    }

    /** With {@code -Dgolden.update} the present output becomes the expected one, for the author to review. */
    private static String expected(Path folder, String name, String actual) throws IOException {
        if (System.getProperty("golden.update") != null) {
            Files.writeString(folder.resolve(name), actual, StandardCharsets.UTF_8);
        }
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }
}
