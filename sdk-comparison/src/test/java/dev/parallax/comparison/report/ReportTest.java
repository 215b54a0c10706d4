package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.HandMadeRun.Course;
import dev.parallax.comparison.analysis.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Report of(HandMadeRun run) {
        return Report.of(Analysis.of(run.history()));
    }

    @Test
    void pageNeedsNothingFromElsewhere() {
        String page = of(HandMadeRun.typical()).html();

        assertThat(page).doesNotContainPattern(Pattern.compile("https?://|src=|href=|@import|url\\(|<script"));
        assertThat(page).doesNotContain("{{").doesNotContain("null");
    }

    @Test
    void pageBeginsWithTheAnswer() {
        String page = of(HandMadeRun.typical()).html();

        assertThat(page)
                .contains("<h1>keystone 22.0.2 on kubernetes and puppet-consul</h1>")
                .contains(
                        "Requests failed for 1.00\u00a0s on kubernetes and 0.30\u00a0s on puppet-consul; full redundancy was"
                                + " back after 3.90\u00a0s and 3.60\u00a0s.")
                .contains("No request to the service address failed")
                .contains("held the public address in 3 of 3 runs on kubernetes, 2 of 3 runs on puppet-consul.");
        assertThat(page.indexOf("id=\"figures\"")).isLessThan(page.indexOf("id=\"host-stop\""));
    }

    @Test
    void everyScenarioHasItsPictureForWideAndNarrowScreens() {
        String page = of(HandMadeRun.typical()).html();

        assertThat(Pattern.compile("class=\"wide\"><svg").matcher(page).results())
                .hasSize(4);
        assertThat(Pattern.compile("class=\"narrow\"><svg").matcher(page).results())
                .hasSize(4);
    }

    @Test
    void saysOfEachFaultHowLongDetectionTookAndWhichRequestsFailed() {
        String page = of(HandMadeRun.typical()).html();

        assertThat(page)
                .contains(": noticed after 0.64\u00a0s (0.54 to 0.82\u00a0s), off the service&#39;s endpoints after"
                        + " 0.64\u00a0s, address unaffected again after 1.05\u00a0s. In 3 runs together 62 requests failed:"
                        + " none in flight when the fault came, 38 sent after it and failed before it was noticed, none"
                        + " in flight when it was noticed, 24 sent once it was noticed.")
                .contains("address never affected. In 3 runs together no request failed.")
                .contains(", 6 where the orchestrator noticed nothing.");
        assertThat(page).contains("no request sent after that failed.");
    }

    @Test
    void showsWhatTheTimersPredictBesideWhatWasMeasured() {
        assertThat(of(HandMadeRun.typical()).html())
                .contains(
                        "By these timers a lost host is noticed within 6.00 s and what ran there is replaced from 7.00 s"
                                + " on at the latest (5s node-monitor-grace-period + 2 x 500ms node-monitor-period + 1s"
                                + " hostLostAfter). Measured: noticed after at most 5.65\u00a0s, as predicted.");
    }

    @Test
    void saysHowToDoItAgain() {
        assertThat(of(HandMadeRun.typical()).html()).contains("<pre>./parallax compare --runs 3 --seed 42</pre>");
        assertThat(of(HandMadeRun.typical()).json())
                .contains("\"command\" : \"./parallax compare --runs 3 --seed 42\"");
    }

    @Test
    void timeoutIsShownAsMore() {
        assertThat(of(HandMadeRun.typical()).text())
                .contains("7.30 s (7.10 to > 30.0 s)")
                .contains("! host-stop on puppet-consul, run 2 reached its limit of time");
    }

    @Test
    void namesAreNoMarkup() {
        HandMadeRun run = new HandMadeRun(List.of("<b>&", "other"), List.of("process-kill"), 1).equivalent();
        run.fault("<b>&", "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000);

        assertThat(of(run).html()).contains("&lt;b&gt;&amp;").doesNotContain("<b>&");
    }

    @Test
    void sameResultsGiveTheSameBytes() {
        assertThat(of(HandMadeRun.typical()).html())
                .isEqualTo(of(HandMadeRun.typical()).html());
    }

    @Test
    void runThatMeasuredNothingStillHasAReport() {
        Report report = of(new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("deploy"), 3));

        assertThat(report.html()).contains("Nothing was measured.");
        assertThat(report.text()).contains("Not measured");
    }

    @Test
    void writesBothFiles() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "report"));

        of(HandMadeRun.typical()).write(folder);

        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
    }
}
