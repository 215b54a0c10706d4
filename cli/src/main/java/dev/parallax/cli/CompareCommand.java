package dev.parallax.cli;

import dev.parallax.SystemTime;
import dev.parallax.backend.Backend;
import dev.parallax.backend.HostStatus;
import dev.parallax.comparison.Comparison;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.analysis.Results;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.comparison.scenario.Scenario;
import dev.parallax.comparison.scenario.Scenarios;
import dev.parallax.lab.FileLock;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Places;
import dev.parallax.lab.Profiles;
import dev.parallax.lab.Side;
import dev.parallax.model.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        description = {
            "Deploy one definition on both sides of the lab, disturb it in the same ways, and measure both.",
            "Brings up what is missing by itself (as root on Debian or Ubuntu, also packages and Docker) and leaves the clusters up.",
            "An application of that name which is deployed there is deleted, with all that it keeps: each deployment starts from nothing.",
            "Leaves report.html, report.json and history.jsonl in a folder of its own. Exit status 1 if the sides turned out not to run"
                    + " the same, or a trial could not be carried out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax compare",
            "  parallax compare --runs 10 --scenarios process-kill,host-stop",
            "  parallax compare --on kubernetes --profile default --runs 1",
            "  parallax compare --on puppet-consul --profile classic --runs 1 --scenarios process-kill",
            "  parallax compare -o json | jq '.scenarios[].metrics'"
        })
final class CompareCommand extends Action {
    private static final String LEFT =
            "`parallax compare` starts anew with what is up, `parallax lab up` lets a side go on"
                    + " that is still suspended, `parallax lab down` removes both";

    private static final Percent MARGIN = Percent.of("10%");

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
            description = {
                "By which timers: Kubernetes' are tuned or default, as nobody set them; the fleet's reconciled or classic, as a fleet is run"
                        + " that Puppet visits once a minute. One of each side, separated by commas (default: tuned,reconciled).",
                "classic+SETTING=DURATION changes one: poll, check, render, replace or forced."
            })
    Profiles profile = Profiles.SHORTEST;

    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description = "What to deploy (default: examples/keystone/keystone.yaml).")
    @Nullable
    Path definition;

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

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
            names = "--margin",
            paramLabel = "PERCENT",
            description = "Medians that differ by no more are called equivalent; chosen before measuring, and recorded"
                    + " (default: 10%%).")
    Percent margin = MARGIN;

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
        if (Path.of("-").equals(definition)) {
            throw new UsageException(
                    "--definition: a comparison is to be repeated, so its definition has to be in a file");
        }
        Application application = overlays.read(
                definition == null ? invocation.home().resolve("examples/keystone/keystone.yaml") : definition);
        requireMeasurable(application);
        ResultsFolder folder = ResultsFolder.of(to);
        invocation.ifCutShort(LEFT);
        invocation.putInOrderWhenInterrupted();
        try (ProgressDisplay progress = invocation.progress()) {
            LabMachine.prepare(progress);
            // Two comparisons at once would measure each other.
            return FileLock.holding(
                    Places.ofThisUser().state().resolve("compare.lock"),
                    progress,
                    () -> compare(invocation, application, wanted, folder, progress));
        }
    }

    /** Every host takes replicas, and what else is there is said. */
    private static void prepare(Testbed testbed, String application, ProgressDisplay progress) {
        Backend backend = testbed.backend();
        if (backend.observe(application).isPresent()) {
            progress.note(
                    application + " is deployed on " + testbed.side() + ": it is deleted, with all that it keeps");
        }
        List<HostStatus> hosts = backend.hosts();
        for (HostStatus host : hosts) {
            if (host.cordoned() && testbed.hosts().contains(host.name())) {
                backend.uncordon(host.name());
                progress.note(host.name() + " was cordoned: it takes replicas again");
            }
        }
        HostStatus.otherApplications(hosts, application)
                .forEach(other -> progress.note(other + " is deployed on " + testbed.side()
                        + " too: it takes its share of what is measured; `parallax delete` removes it"));
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
            testbeds.forEach(testbed -> prepare(testbed, application.name(), progress));
            Path folder = results.make();
            invocation.ifCutShort(LEFT + "; what was recorded is in " + folder
                    + (to == null ? "" : ", and --to takes another folder then"));
            ComparisonProgress told = new ComparisonProgress(progress, runs);
            long chosen = seed == null ? SystemTime.clock().millis() : seed;
            Results measured = Comparison.of(application)
                    .on(testbeds.toArray(Testbed[]::new))
                    .scenarios(wanted)
                    .runs(runs)
                    .seed(chosen)
                    .margin(margin.share())
                    .repeatedBy(command(chosen))
                    .acceptDifferences(accepted)
                    .listener(told)
                    .recordTo(folder.resolve("history.jsonl"))
                    .execute();
            told.prepared();
            int status = ResultsOutput.show(measured, folder, output, invocation);
            List<String> differing = measured.unacceptedDifferences();
            if (!differing.isEmpty()) {
                invocation
                        .err()
                        .println("To measure all the same, with these differences told in the report: "
                                + commandAccepting(differing, chosen));
            }
            invocation
                    .err()
                    .println("The clusters stay up, without " + application.name()
                            + "; `parallax lab down` removes them.");
            return status;
        } finally {
            testbeds.forEach(Testbed::close);
        }
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

    /** What does the same again, with the same choices. */
    String command(long chosenSeed) {
        return commandAccepting(List.of(), chosenSeed);
    }

    /** The same with more differences accepted. */
    String commandAccepting(List<String> differences, long chosenSeed) {
        ShellCommand command = new ShellCommand("./parallax", "compare").option("--runs", runs);
        if (!scenarios.isEmpty()) {
            command.option("--scenarios", String.join(",", scenarios));
        }
        if (!sides.equals(List.of(Side.KUBERNETES, Side.PUPPET_CONSUL))) {
            command.option("--on", sides.stream().map(Side::id).collect(Collectors.joining(",")));
        }
        if (!profile.equals(Profiles.SHORTEST)) {
            command.option("--profile", profile.names());
        }
        if (definition != null) {
            command.option("--definition", definition);
        }
        overlays.files.forEach(file -> command.option("--overlay", file));
        if (!margin.equals(MARGIN)) {
            command.option("--margin", margin);
        }
        Stream.concat(accepted.stream(), differences.stream())
                .forEach(path -> command.option("--accept-difference", path));
        return command.option("--seed", chosenSeed).toString();
    }
}
