package dev.parallax.comparison.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.history.HistoryReader;
import dev.parallax.comparison.statistics.Criteria;
import dev.parallax.comparison.statistics.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comparisons of a side with itself, out of recorded runs: the six comparisons of three runs in {@code docs/measurements} that had the same
 * timers, 18 runs a side. They are of different days and commits, so that they differ among themselves more than runs of one comparison do.
 */
class SameSideTwiceTest {
    private static final Path RECORDED = Path.of("..", "docs", "measurements");
    private static final List<String> TWICE = List.of("one half", "other half");
    /** Fewer resamples than a report has: a hundred reports are computed. */
    private static final Criteria CRITERIA = new Criteria(0.05, 0.1, 0.8, 199, 1);

    private static final int COMPARISONS = 100;

    private static List<Results> recorded = List.of();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> folders = Files.list(RECORDED)) {
            recorded = folders.filter(folder -> Files.exists(folder.resolve("history.jsonl.gz"))
                            && !folder.getFileName().toString().endsWith("-default"))
                    .sorted()
                    .map(folder -> Analysis.of(HistoryReader.read(folder.resolve("history.jsonl.gz"))))
                    .toList();
        }
    }

    /** Both halves are of runs of their own: each run is in one of them, by lot. */
    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "puppet-consul"})
    void halvesOfOneSidesRunsHardlyEverDiffer(String side) {
        Random random = new Random(1);
        List<Integer> runs = new ArrayList<>(IntStream.range(0, count()).boxed().toList());

        assertThat(differing(side, () -> {
                    Collections.shuffle(runs, random);
                    return runs;
                }))
                .isLessThanOrEqualTo(COMPARISONS / 20);
    }

    /** Each half is ten runs drawn from all, some of them more than once. */
    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "puppet-consul"})
    void resamplesOfOneSidesRunsHardlyEverDiffer(String side) {
        Random random = new Random(1);

        assertThat(differing(side, () -> random.ints(20, 0, count()).boxed().toList()))
                .isLessThanOrEqualTo(COMPARISONS / 20);
    }

    /** So that it is not for want of power that a side does not differ from itself. */
    @Test
    void bothSidesDiffer() {
        List<Summary> summaries = summaries(
                IntStream.range(0, 2 * count()).boxed().toList(),
                place -> place < count() ? place : place - count(),
                List.of("kubernetes", "puppet-consul"));

        List<Assessment> all =
                Assessments.of(TWICE, count(), summaries, CRITERIA).all();

        assertThat(all)
                .filteredOn(assessment -> assessment.judgement().verdict() == Verdict.MORE)
                .extracting(assessment ->
                        assessment.scenario() + " " + assessment.metric().key())
                .contains("process-kill failed-requests", "host-stop full-strength");
    }

    private interface Draw {
        /** As many for the one half as for the other, after them. */
        List<Integer> runs();
    }

    /** How many comparisons called anything faster or slower, fewer or more. */
    private static long differing(String side, Draw draw) {
        long differing = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            List<Integer> runs = draw.runs();
            List<Summary> summaries = summaries(runs, place -> runs.get(place), List.of(side, side));
            boolean differs = Assessments.of(TWICE, runs.size() / 2, summaries, CRITERIA).all().stream()
                    .map(assessment -> assessment.judgement().verdict())
                    .anyMatch(verdict -> verdict == Verdict.LESS || verdict == Verdict.MORE);
            differing += differs ? 1 : 0;
        }
        return differing;
    }

    private static int count() {
        return recorded.stream().mapToInt(results -> results.run().runs()).sum();
    }

    /** Of every metric of every scenario: the one half's runs, then the other's, each under its own name and numbered anew. */
    private static List<Summary> summaries(List<Integer> runs, ToIntFunction<Integer> run, List<String> sides) {
        int half = runs.size() / 2;
        List<Summary> summaries = new ArrayList<>();
        Results last = recorded.get(recorded.size() - 1);
        for (String scenario : last.run().scenarios()) {
            for (Metric metric : Metric.values()) {
                if (last.summary(scenario, metric, sides.get(0)).isEmpty()) {
                    continue;
                }
                for (int side = 0; side < 2; side++) {
                    List<Summary.Point> points = new ArrayList<>();
                    for (int i = 0; i < half; i++) {
                        int number = i + 1;
                        figure(scenario, metric, sides.get(side), run.applyAsInt(side * half + i))
                                .forEach(measured -> points.add(new Summary.Point(number, measured)));
                    }
                    summaries.add(Summary.of(scenario, metric, Circumstance.ANY, TWICE.get(side), points));
                }
            }
        }
        return summaries;
    }

    private static Stream<Measured> figure(String scenario, Metric metric, String side, int place) {
        int run = place;
        for (Results results : recorded) {
            if (run < results.run().runs()) {
                int number = run + 1;
                return results.summary(scenario, metric, side).stream()
                        .flatMap(summary -> summary.points().stream())
                        .filter(point -> point.run() == number)
                        .map(Summary.Point::measured);
            }
            run -= results.run().runs();
        }
        throw new IllegalArgumentException("there are fewer runs than " + place);
    }
}
