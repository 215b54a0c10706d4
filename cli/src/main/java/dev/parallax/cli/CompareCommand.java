package dev.parallax.cli;

import dev.parallax.comparison.Comparison;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.comparison.report.Report;
import dev.parallax.comparison.scenario.Scenario;
import dev.parallax.comparison.scenario.Scenarios;
import dev.parallax.lab.FileLock;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.kubernetes.TimerProfile;
import dev.parallax.model.Application;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Deploy one definition on both sides of the lab, disturb it in the same ways, and measure both.",
            "Brings up what is missing by itself (as root on Debian or Ubuntu, also packages and Docker) and leaves the clusters up.",
            "Leaves report.html, report.json and history.jsonl in a folder of its own. Exit status 1 if the sides turned out not to run"
                    + " the same, or a trial could not be carried out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax compare",
            "  parallax compare --runs 10 --scenarios process-kill,host-stop",
            "  parallax compare --on kubernetes --profile default --runs 1",
            "  parallax compare -o json | jq '.summaries'"
        })
final class CompareCommand extends Action {
    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each scenario is measured on each side (default: ${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--scenarios",
            paramLabel = "NAME",
            split = ",",
            description = "Which, separated by commas: ${COMPLETION-CANDIDATES} (default: all).",
            completionCandidates = ScenarioNames.class)
    List<String> scenarios = List.of();

    @Option(
            names = "--on",
            paramLabel = "SIDE",
            split = ",",
            defaultValue = "kubernetes,puppet-consul",
            description = "On which sides (default: ${DEFAULT-VALUE}).")
    List<Side> sides = List.of();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "tuned",
            description = "Kubernetes' timers: tuned, or default as nobody set them (default: ${DEFAULT-VALUE}).")
    TimerProfile profile = TimerProfile.TUNED;

    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description = "What to deploy (default: examples/keystone/keystone.yaml).")
    @Nullable
    Path definition;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where results go: a folder that is empty or not there yet (default: the next free "
                    + ResultsFolder.PARENT + "/N).")
    @Nullable
    Path to;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeat the random choices of an earlier comparison, whose report names its seed.")
    @Nullable
    Long seed;

    @Option(
            names = "--accept-difference",
            paramLabel = "PATH",
            description =
                    "A difference between the sides, as the check names it, that shall not keep it from measuring. May be repeated.")
    List<String> accepted = List.of();

    @Mixin
    OutputOptions output = new OutputOptions();

    CompareCommand(Invocation invocation) {
        super(invocation);
    }

    /** For the help page. */
    static final class ScenarioNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        ScenarioNames() {
            super(Scenarios.names());
        }
    }

    @Override
    int run(Invocation invocation) throws Exception {
        List<Scenario> wanted = wanted();
        Application application = Definitions.read(
                definition == null ? invocation.home().resolve("examples/keystone/keystone.yaml") : definition);
        requireMeasurable(application);
        ResultsFolder folder = ResultsFolder.of(to);
        invocation.ifInterrupted("`parallax compare` starts anew with what is up, `parallax lab down` removes it");
        try (ProgressDisplay progress = invocation.progress()) {
            LabMachine.prepare(progress);
            // Two comparisons at once would measure each other.
            return FileLock.holding(
                    Places.ofThisUser().state().resolve("compare.lock"),
                    progress,
                    () -> compare(invocation, application, wanted, folder, progress));
        }
    }

    private int compare(
            Invocation invocation,
            Application application,
            List<Scenario> wanted,
            ResultsFolder results,
            ProgressDisplay progress)
            throws IOException, InterruptedException {
        List<Testbed> testbeds = new ArrayList<>();
        try (Lab lab = Lab.open(LabSettings.defaults().with(progress).with(profile))) {
            lab.up(sides);
            sides.stream().distinct().map(lab::testbed).forEach(testbeds::add);
            Path folder = results.make();
            invocation.ifInterrupted("`parallax compare` starts anew with what is up, `parallax lab down` removes it;"
                    + " what was recorded is in " + folder);
            Comparison.Builder comparison = Comparison.of(application)
                    .on(testbeds.toArray(Testbed[]::new))
                    .scenarios(wanted)
                    .runs(runs)
                    .acceptDifferences(accepted)
                    .listener(new ComparisonProgress(progress, runs))
                    .recordTo(folder.resolve("history.jsonl"));
            if (seed != null) {
                comparison.seed(seed);
            }
            return show(comparison.execute(), folder, invocation);
        } finally {
            testbeds.forEach(Testbed::close);
        }
    }

    private int show(Results results, Path folder, Invocation invocation) {
        Report report = Report.of(results, command());
        report.write(folder);
        PrintWriter out = invocation.out();
        if (output.json()) {
            out.print(report.json());
        } else {
            out.print(report.text());
            out.println();
            out.println("Report: " + folder.resolve("report.html"));
        }
        out.flush();
        invocation.err().println("The clusters stay up; `parallax lab down` removes them.");
        return results.isEquivalent() && results.isEveryTrialDone() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** Said before anything is brought up. */
    private static void requireMeasurable(Application application) {
        try {
            MeasuredService.of(application);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<Scenario> wanted() {
        if (runs < 1) {
            throw new UsageException("--runs: " + runs + " is too few; write 1 or more");
        }
        if (scenarios.isEmpty()) {
            return Scenarios.all();
        }
        for (String name : scenarios) {
            if (!Scenarios.names().contains(name)) {
                throw new UsageException("--scenarios: " + UsageErrors.noSuch("scenario", name, Scenarios.names()));
            }
        }
        return scenarios.stream().distinct().map(Scenarios::named).toList();
    }

    private String command() {
        StringBuilder text = new StringBuilder("./parallax compare --runs " + runs);
        if (!scenarios.isEmpty()) {
            text.append(" --scenarios ").append(String.join(",", scenarios));
        }
        if (sides.size() < Side.values().length) {
            text.append(" --on ").append(sides.get(0));
        }
        if (profile != TimerProfile.TUNED) {
            text.append(" --profile ").append(profile.id());
        }
        if (definition != null) {
            text.append(" --definition ").append(definition);
        }
        return text.toString();
    }
}
