package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import dev.parallax.comparison.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was really recorded can be read wherever it was cut short. */
class CutShortHistoryTest {
    private static final Path MEASUREMENTS = Path.of("../docs/measurements");

    @Test
    void isReportedWhereverItEnds() throws IOException {
        List<Event> events = HistoryReader.read(newest()).events();
        for (int line = 0; line < events.size(); line++) {
            if (isOften(events.get(line))) {
                continue;
            }
            Report report = Report.of(Analysis.of(History.of(events.subList(0, line + 1))));

            assertThatCode(() -> {
                        report.text();
                        report.json();
                        report.html();
                    })
                    .as("cut after line %d, %s", line + 1, events.get(line))
                    .doesNotThrowAnyException();
        }
    }

    private static boolean isOften(Event event) {
        return event instanceof Event.ProbeEnded
                || event instanceof Event.StatusObserved
                || event instanceof Event.AcceptanceTried;
    }

    private static Path newest() throws IOException {
        try (Stream<Path> files = Files.walk(MEASUREMENTS)) {
            List<Path> histories = files.filter(file -> file.endsWith("history.jsonl.gz"))
                    .sorted()
                    .toList();
            assertThat(histories).isNotEmpty();
            return histories.get(histories.size() - 1);
        }
    }
}
