package dev.parallax.comparison.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    private Path write(List<Event> events) {
        Path file = folder.resolve("history.jsonl");
        try (HistoryFile history = HistoryFile.create(file, Ticker.system())) {
            events.forEach(history::record);
        }
        return file;
    }

    @Test
    void readsBackWhatWasRecorded() {
        List<Event> events = HandMadeRun.typical().events();

        History history = HistoryReader.read(write(events));

        assertThat(history.events()).isEqualTo(events);
        assertThat(history.complete()).isTrue();
        assertThat(history.torn()).isFalse();
    }

    @Test
    void isOneLineOfJsonAnEvent() throws IOException {
        List<Event> events = HandMadeRun.typical().events();

        List<String> lines = Files.readAllLines(write(events), StandardCharsets.UTF_8);

        assertThat(lines).hasSize(events.size()).allMatch(line -> line.startsWith("{\"event\":\""));
    }

    @Test
    void readsWhatIsLeftAfterAKillAnywhere() throws IOException {
        List<Event> events = HandMadeRun.typical().events().subList(0, 12);
        byte[] whole = Files.readAllBytes(write(events));
        String first =
                new String(whole, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        Path torn = folder.resolve("torn.jsonl");
        for (int length = first.length() + 1; length < whole.length; length += 7) {
            Files.write(torn, Arrays.copyOf(whole, length));

            History history = HistoryReader.read(torn);

            assertThat(history.events())
                    .isEqualTo(events.subList(0, history.events().size()));
            assertThat(history.complete()).isFalse();
            boolean wholeLine = whole[length - 1] == '\n' || whole[length] == '\n';
            assertThat(history.torn()).isEqualTo(!wholeLine);
        }
    }

    @Test
    void namesTheLineThatIsNoEvent() throws IOException {
        Path file = write(HandMadeRun.typical().events().subList(0, 3));
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replaceFirst("\n", "\nnonsense\n"), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("history.jsonl:2: not an event");
    }

    @Test
    void isNeverOverwritten() {
        Path file = write(List.of(HandMadeRun.typical().events().get(0)));

        assertThatThrownBy(() -> HistoryFile.create(file, Ticker.system())).isInstanceOf(HistoryException.class);
    }

    @Test
    void refusesAnotherFile() throws IOException {
        Path file = folder.resolve("other.jsonl");
        Files.writeString(file, "{\"event\":\"run-ended\",\"at\":1,\"outcome\":\"done\"}\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("not a history");
    }
}
