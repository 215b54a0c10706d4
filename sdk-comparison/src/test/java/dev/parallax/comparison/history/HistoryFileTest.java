package dev.parallax.comparison.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void refusesAHistoryBehindAnother() throws IOException {
        List<Event> events = HandMadeRun.typical().events().subList(0, 3);
        String text = Files.readString(write(events), StandardCharsets.UTF_8);
        Path both = Files.writeString(folder.resolve("both.jsonl"), text + text, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HistoryReader.read(both))
                .isInstanceOf(HistoryException.class)
                .hasMessageEndingWith("both.jsonl:4: another run-started: two histories, one after the other;"
                        + " give each a file of its own");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run-started at",
                "run-started wanted",
                "run-started probing",
                "run-started probing.goodInARow",
                "run-started sides",
                "side-described timers[0].value",
                "trial-started limit",
                "fault-injected heldPublicAddress",
                "status-observed roles",
                "status-observed replicas",
                "status-observed replicas[0].state",
                "probe-ended sent",
                "probe-ended outcome",
                "trial-ended outcome",
                "run-ended at"
            })
    void namesTheLineAndTheFieldThatIsMissing(String missing) throws IOException {
        String event = missing.substring(0, missing.indexOf(' '));
        String field = missing.substring(event.length() + 1);
        List<String> lines = Files.readAllLines(write(HandMadeRun.typical().events()), StandardCharsets.UTF_8);
        int index = lines.indexOf(lines.stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .findFirst()
                .orElseThrow());
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(lines.get(index));
        JsonPointer pointer = JsonPointer.compile(
                "/" + field.replace(".", "/").replace("[", "/").replace("]", ""));
        ((ObjectNode) tree.at(pointer.head())).remove(pointer.last().getMatchingProperty());
        lines.set(index, tree.toString());
        Path file = Files.write(folder.resolve("incomplete.jsonl"), lines, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageEndingWith("incomplete.jsonl:" + (index + 1) + ": not an event: '" + field + "' is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "run-started | runs | 0 | 'runs' is 0: there is at least 1",
                "run-started | wanted | -3 | 'wanted' is -3: there is at least 1",
                "trial-started | run | -1"
                        + "| 'run' is -1: runs are counted from 1 to 3, the number of run-started, and 0 warms up",
                "trial-started | run | 4"
                        + "| 'run' is 4: runs are counted from 1 to 3, the number of run-started, and 0 warms up",
                "trial-started | limit | -5 | 'limit' is -5, which is below 0",
                "intent-declared | at | -7 | 'at' is -7: instants count from 0, the start of the run",
                "trial-ended | at | 9 | 'at' is 9, before the 1505000000 of line 10: time does not go back",
                "fault-injected | after | 9 | 'after' is 9, before 'at' at 27105000000: time does not go back",
                "probe-ended | sent | 9 | 'sent' is 9, before 'intended' at 1705000000: time does not go back",
                "acceptance-tried | at | 9 | 'at' is 9, before 'started' at 22805000000: time does not go back",
                "start-state-restored | took | -1 | 'took' is -1, which is below 0"
            })
    void refusesWhatCannotHaveHappened(String event, String field, long value, String wrong) throws IOException {
        List<String> lines = Files.readAllLines(write(HandMadeRun.typical().events()), StandardCharsets.UTF_8);
        int index = lines.indexOf(lines.stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .findFirst()
                .orElseThrow());
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(lines.get(index));
        lines.set(index, tree.put(field, value).toString());
        Path file = Files.write(folder.resolve("impossible.jsonl"), lines, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageEndingWith("impossible.jsonl:" + (index + 1) + ": cannot have happened so: " + wrong);
    }

    @Test
    void refusesTrialsThatOverlapAndWhatComesAfterTheEnd() throws IOException {
        List<Event> events = HandMadeRun.typical().events();
        List<Event> within = new ArrayList<>(events);
        Event trial = events.stream()
                .filter(Event.TrialStarted.class::isInstance)
                .findFirst()
                .orElseThrow();
        within.add(events.indexOf(trial) + 1, trial);
        assertThat(refusal(within))
                .endsWith("the trial of line " + (events.indexOf(trial) + 1) + " has not ended: they never overlap");

        List<Event> endless = new ArrayList<>(events);
        endless.remove(trial);
        assertThat(refusal(endless)).endsWith("no trial is under way that could end");

        List<Event> after = new ArrayList<>(events);
        after.add(events.get(events.size() - 1));
        assertThat(refusal(after)).endsWith("it comes after the run-ended of line " + events.size());
    }

    private String refusal(List<Event> events) throws IOException {
        Path file = write(events);
        try {
            HistoryReader.read(file);
            return "";
        } catch (HistoryException e) {
            return String.valueOf(e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void takesWhatAnotherThreadToldALittleLater() {
        List<Event> events = new ArrayList<>(HandMadeRun.typical().events());
        int state = IntStream.range(1, events.size())
                .filter(i ->
                        events.get(i) instanceof Event.StatusObserved && events.get(i - 1) instanceof Event.ProbeEnded)
                .findFirst()
                .orElseThrow();
        Collections.swap(events, state - 1, state);

        assertThat(HistoryReader.read(write(events)).events()).isEqualTo(events);
    }

    @Test
    void readsWhatEarlierProgramsDidNotRecord() throws IOException {
        Path file = write(HandMadeRun.typical().events());
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(
                file, text.replaceAll(",\"(predicted|remarks)\":[{\\[][^}\\]]*[}\\]]", ""), StandardCharsets.UTF_8);

        History history = HistoryReader.read(file);

        assertThat(history.events())
                .filteredOn(Event.SideDescribed.class::isInstance)
                .extracting(event -> ((Event.SideDescribed) event).predicted())
                .containsOnlyNulls();
    }

    @Test
    void readsWhatIsCompressed() throws IOException {
        List<Event> events = HandMadeRun.typical().events();
        Path file = folder.resolve("history.jsonl.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(write(events), stream);
        }

        assertThat(HistoryReader.read(file).events()).isEqualTo(events);
    }
}
