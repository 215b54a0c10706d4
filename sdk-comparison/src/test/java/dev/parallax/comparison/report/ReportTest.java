package dev.parallax.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.HandMadeRun;
import dev.parallax.comparison.HandMadeRun.Course;
import dev.parallax.comparison.analysis.Analysis;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                        "Requests failed within a span of 1.00\u00a0s on kubernetes (each of the 62 sent in it, all runs together) and"
                                + " 0.30\u00a0s on puppet-consul (each of the 18 sent in it, all runs together); full redundancy"
                                + " was back after 3.90\u00a0s on kubernetes and 3.60\u00a0s on puppet-consul.")
                .contains("No request to the service address failed")
                .contains("held the public address in 3 of 3 runs on kubernetes, 2 of 3 runs on puppet-consul.");
        assertThat(page.indexOf("id=\"figures\"")).isLessThan(page.indexOf("id=\"host-stop\""));
    }

    @Test
    void doesNotSayThatNoneFailedWhereTheMedianRunWasUnharmedAndAnotherWasNot() {
        HandMadeRun run =
                new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("process-kill"), 3).equivalent();
        for (int i = 1; i <= 3; i++) {
            Course unharmed = new Course(100, -1, -1, 10, 3_000, 3_900);
            Course harmed = new Course(100, 20, 340, 10, 3_000, 3_900);
            run.fault("kubernetes", "process-kill", i, i == 2 ? harmed : unharmed, 120_000);
            run.fault("puppet-consul", "process-kill", i, unharmed, 120_000);
        }

        assertThat(of(run).html())
                .contains(
                        "Requests failed within a span of 0\u00a0s on kubernetes (each of the 6 sent in it, all runs together) and none"
                                + " failed on puppet-consul; full redundancy was back after 3.90\u00a0s on kubernetes and 3.90\u00a0s on"
                                + " puppet-consul.");
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

        assertThat(detection(page, "process-kill"))
                .containsExactly(
                        "orchestrator noticed|0.64 s (0.54 to 0.82 s)|1.08 s (0.90 to 1.25 s)",
                        "off the service's endpoints|0.64 s (0.54 to 0.82 s)|1.08 s (0.90 to 1.25 s)",
                        "service address unaffected again|1.05 s (0.95 to 1.25 s)|0.35 s",
                        "failed requests, all runs together|62|18",
                        "in flight when the fault came|0|0",
                        "sent after it, failed before it was noticed|38|12",
                        "sent before and failed after it was noticed|0|0",
                        "sent after it was noticed|24|0",
                        "in runs in which the orchestrator noticed nothing|0|6");
        assertThat(detection(page, "replica-delete"))
                .contains(
                        "service address unaffected again|never affected|never affected",
                        "failed requests, all runs together|0|0");
        assertThat(detection(page, "deploy")).isEmpty();
        assertThat(page)
                .contains("of the requests sent later than that, 24 and 0 failed, all runs together.")
                .contains("no request sent later than that failed.");
    }

    /** The rows of a scenario's table, cells divided by bars. */
    private static List<String> detection(String page, String scenario) {
        String section = page.substring(page.indexOf("<h2 id=\"" + scenario + "\""));
        return Pattern.compile("<tr class=\"[^\"]*\"><th scope=\"row\">(.*?)</th>(.*)</tr>")
                .matcher(section.substring(0, section.indexOf("</section>")))
                .results()
                .map(row -> row.group(1).replace("&#39;", "'")
                        + row.group(2).replaceAll("<td>", "|").replaceAll("</td>", ""))
                .map(row -> row.replace('\u00a0', ' '))
                .toList();
    }

    @Test
    void showsWhatTheTimersPredictBesideWhatWasMeasured() {
        assertThat(of(HandMadeRun.typical()).html())
                .contains(
                        "By these timers a lost host is noticed within 6.00 s and what ran there is replaced from 7.00 s"
                                + " on at the latest (5s node-monitor-grace-period + 2 x 500ms node-monitor-period + 1s"
                                + " hostLostAfter). Measured: noticed after at most 5.65\u00a0s, within the prediction.");
    }

    @Test
    void saysWhichBuildMeasuredAndWhichComputed() {
        HandMadeRun run = HandMadeRun.typical();
        String measured = "1.2.3, commit 0123456789abcdef0123456789abcdef01234567, modified";
        Report report = of(run);

        assertThat(report.html())
                .contains("· Parallax 1.2.3, commit 0123456789ab, modified</p>")
                .contains("Measured by Parallax " + measured + "; figures computed from its history by Parallax "
                        + ParallaxVersion.ofThisProgram());
        assertThat(report.text())
                .contains("measured by Parallax " + measured + "\nfigures computed from its history by Parallax "
                        + ParallaxVersion.ofThisProgram() + "\n\n");
        assertThat(report.json())
                .contains("\"measuredBy\" : \"" + measured + "\"")
                .contains("\"computedBy\" : \"" + ParallaxVersion.ofThisProgram() + "\"");
        ParallaxVersion same =
                new ParallaxVersion("1.2.3", Optional.of("0123456789abcdef0123456789abcdef01234567"), true);
        assertThat(Report.of(Analysis.of(run.history()), same).text())
                .contains("measured by Parallax " + measured + "\n\n");
    }

    @Test
    void keepsTheRowOfATimerThatCouldNotBeRead() {
        String page = of(HandMadeRun.typical()).html();

        assertThat(page)
                .contains("<tr class=\"\"><td class=\"path\"><code>readiness period</code></td><td"
                        + " data-label=\"default\">10s</td><td data-label=\"in force\">not found</td>")
                .contains("<td data-label=\"in force\">1s <small>built in</small></td>");
    }

    @Test
    void remarksOnTheSidesFollowTheFigures() {
        Report report = of(HandMadeRun.typical());

        assertThat(report.html())
                .containsSubsequence(
                        "id=\"figures\"",
                        "<li>What stands before kubernetes&#39;s replicas sends a request to one of them.</li>",
                        "id=\"deploy\"");
        assertThat(report.text()).contains("\npuppet-consul: Its store does not wait for the disk.\n");
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
        assertThat(report.text()).contains("Not measured: the run ended before the sides were compared");
    }

    @Test
    void saysOfSidesThatDifferThatTheyDo() {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("deploy"), 3);
        run.add(new Event.EquivalenceChecked(
                1,
                1,
                List.of(new Event.Difference(
                        "roles.web.replicas", Map.of("kubernetes", "3", "puppet-consul", "2"), false)),
                null));

        assertThat(of(run).text()).contains("""
                        Not measured: the sides do not run the same.
                          roles.web.replicas: kubernetes 3, puppet-consul 2
                        """);
    }

    @Test
    void listsEveryFactThatWasComparedWithTheValueOfEachSide() {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("deploy"), 3);
        run.add(new Event.EquivalenceChecked(
                20_000_000,
                2,
                List.of(),
                List.of(
                        new Event.ComparedFact("version", Map.of("kubernetes", "22.0.2", "puppet-consul", "22.0.2")),
                        new Event.ComparedFact("web/replicas", Map.of("kubernetes", "3", "puppet-consul", "3")))));

        assertThat(of(run).html())
                .containsSubsequence(
                        "<details><summary>Everything that was compared, as each side has it</summary>",
                        "<code>version</code></th><td class=\"path\" data-label=\"kubernetes\">22.0.2</td>"
                                + "<td class=\"path\" data-label=\"puppet-consul\">22.0.2</td>",
                        "<code>web/replicas</code></th><td class=\"path\" data-label=\"kubernetes\">3</td>",
                        "</details>");
        assertThat(of(run).json())
                .containsSubsequence("\"facts\" : [ {", "\"path\" : \"web/replicas\"", "\"puppet-consul\" : \"3\"");
    }

    @Test
    void hasNoListOfFactsWhereTheHistoryIsOfBeforeTheyWereRecorded() {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("deploy"), 3);
        run.add(new Event.EquivalenceChecked(20_000_000, 42, List.of(), null));

        assertThat(of(run).html()).contains("Yes: 42 facts").doesNotContain("<details>");
        assertThat(of(run).json()).doesNotContain("\"facts\"");
    }

    @Test
    void tellsLossesOfTheHostThatHeldThePublicAddressFromOthers() {
        Report report = of(HandMadeRun.typical());

        assertThat(report.text()).contains("""
                  failed requests
                    where the host held the public address  124 (120 to 131)             12                           10.3 (10.0 to 10.9) inconclusive
                    where another host held it              –                            11                           – inconclusive
                """);
        assertThat(report.html())
                .contains("Where the host held the public address, requests failed within a span of ")
                .contains("; where another host held it, requests failed within a span of ")
                .contains("span in which requests failed, where another host held it");
        assertThat(report.json()).contains("\"address-elsewhere\"");
    }

    @Test
    void namesTrialsThatAreNotThereAndWhatOthersLack() {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes"), List.of("process-kill", "host-stop"), 2);
        run.fault("kubernetes", "process-kill", 1, new Course(640, 50, 1_050, 10, 3_000, 3_900), 120_000);
        List<Event> events = new ArrayList<>(run.events());
        events.removeIf(event -> event instanceof Event.StatusObserved || event instanceof Event.FaultInjected);

        Report report = Report.of(Analysis.of(History.of(events)));

        assertThat(report.json())
                .contains("\"notInHistory\" : [ \"neither a request nor a fault\", \"no state of the orchestrator\" ]");
        assertThat(report.text())
                .contains(
                        "! Not in the history, though the run went to its end: process-kill on kubernetes (run 2); host-stop"
                                + " on kubernetes (runs 1, 2).")
                .contains(
                        "! process-kill on kubernetes, run 1: the history has neither a request nor a fault, no state of"
                                + " the orchestrator of this trial; do not rely on its figures.");
    }

    @Test
    void saysOfAScenarioWhoseTrialsNeverCameToTheFaultThatNothingWasMeasured() {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes"), List.of("process-kill"), 1);
        run.failed("kubernetes", "process-kill", 1, "there is no replica");

        Report report = of(run);

        assertThat(report.html())
                .contains("Nothing was measured: no trial of it came to its fault.")
                .contains("process-kill on kubernetes, run 1 could not be carried out: there is no replica.");
        assertThat(report.text()).contains("there is no replica");
    }

    @Test
    void leavesNothingOfAReportThatCannotBeWrittenWhole(@TempDir Path folder) throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("report.json/something"));
        Report report = of(HandMadeRun.typical());

        assertThatThrownBy(() -> report.write(folder))
                .isInstanceOf(ReportException.class)
                .hasMessage(inTheWay.getParent() + " cannot be written: Is a directory");

        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(inTheWay.getParent()));
    }

    @Test
    void keepsTheEarlierReportWhereTheNewOneCannotTakeItsPlace(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("report.html"), "the earlier one");
        Path inTheWay =
                Files.createDirectories(folder.resolve("report.json/something")).getParent();
        Report report = of(HandMadeRun.typical());

        assertThatThrownBy(() -> report.write(folder))
                .isInstanceOf(ReportException.class)
                .hasMessage(inTheWay + " cannot be written: Is a directory; the earlier report is as it was");

        assertThat(page).hasContent("the earlier one");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(page) && !file.equals(inTheWay));
    }

    @Test
    void touchesNothingOfTheEarlierReportBeforeTheNewOneIsWhole(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("report.html"), "the earlier one");
        Path other = Files.writeString(folder.resolve("report.json"), "{}");
        Files.createDirectories(folder.resolve("report.json.unfinished/in-the-way"));
        Report report = of(HandMadeRun.typical());

        assertThatThrownBy(() -> report.write(folder)).isInstanceOf(ReportException.class);

        assertThat(page).hasContent("the earlier one");
        assertThat(other).hasContent("{}");
    }

    @Test
    void replacesAnEarlierReportAndLeavesNothingBesideIt(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("report.html"), "the earlier one");

        of(HandMadeRun.typical()).write(folder);

        assertThat(folder.resolve("report.html")).content().startsWith("<!doctype html>");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "report.json");
        }
    }

    @Test
    void writesBothFiles() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "report"));

        of(HandMadeRun.typical()).write(folder);

        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
    }

    /** As many runs of a killed process as wanted, in which the second side is faster. */
    private static HandMadeRun killed(int runs) {
        HandMadeRun run = new HandMadeRun(List.of("kubernetes", "puppet-consul"), List.of("process-kill"), runs);
        run.equivalent();
        for (int i = 1; i <= runs; i++) {
            run.fault(
                    "kubernetes",
                    "process-kill",
                    i,
                    new Course(640, 50, 1_050 + i, 10, 3_000, 3_900 + 20 * i),
                    120_000);
            run.fault("puppet-consul", "process-kill", i, new Course(640, 50, 60, 10, 1_000, 1_900 + 20 * i), 120_000);
        }
        return run;
    }

    @Test
    void saysPlainlyThatTooFewRunsAreInconclusive() {
        Report report = of(killed(3));

        assertThat(report.html())
                .contains(
                        "<b>Medians of 3 runs.</b> Inconclusive for want of runs: there were 3 of each side. A verdict takes at"
                                + " least 6.")
                .contains(
                        "<span class=\"soft\">inconclusive</span><span class=\"cell\"><span class=\"range\">2.03 (2.02 to"
                                + " 2.04)</span><span class=\"note\">too few runs: 3 more runs at least</span>");
        assertThat(report.text())
                .contains("kubernetes / puppet-consul\n")
                .contains("2.03 (2.02 to 2.04) inconclusive\n")
                .contains("\nInconclusive for want of runs: there were 3 of each side.");
        assertThat(report.json())
                .contains("\"tested\" : 0,")
                .contains("\"verdict\" : \"inconclusive\",\n        \"because\" : \"too-few-runs\"");
    }

    @Test
    void namesTheSideThatIsFasterWhereEnoughRunsShowIt() {
        Report report = of(killed(8));

        assertThat(report.html())
                .contains("full redundancy was back after 3.99\u00a0s on kubernetes and 1.99\u00a0s on puppet-consul"
                        + " (puppet-consul faster, ratio 1.98 to 2.03).")
                .contains("<span class=\"name tone1\">puppet-consul faster</span>")
                .contains("comparisons of both sides&#39; figures: 0 for kubernetes, ")
                .contains("<h3 id=\"verdicts\">How verdicts are given</h3>");
        assertThat(report.text()).contains(" slower\n").contains(" equivalent\n");
        assertThat(report.json())
                .contains("\"verdict\" : \"slower\"")
                .contains("\"delta\" : 1,")
                .contains("\"resamples\" : 9999");
    }

    @Test
    void saysOfNothingOnEitherSideInHowManyRunsThatWas() {
        String none = "none on either side, in 3 runs";
        Report report = of(killed(3));

        assertThat(of(HandMadeRun.typical()).html())
                .contains("<span class=\"soft\">" + none + "</span><span class=\"cell\"></span></td>");
        assertThat(report.text())
                .containsPattern("failed: in flight at the fault +0 +0 +" + none + "\n")
                .doesNotContain("equivalent\n");
        assertThat(report.json()).contains("\"verdict\" : \"none\",\n        \"runs\" : [ 3, 3 ]");
        assertThat(of(killed(8)).html())
                .containsPattern("\\d equivalent within 10.%, [1-9] with none on either side in any run, ");
    }

    @Test
    void oneRunHasNoVerdict() {
        Report report = of(killed(1));

        assertThat(report.text()).doesNotContain("inconclusive");
        assertThat(report.html()).doesNotContain("class=\"verdict\">");
        assertThat(report.json()).doesNotContain("\"comparison\"").doesNotContain("\"statistics\"");
    }
}
