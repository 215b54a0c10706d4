package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.comparison.scenario.Acceptance;
import dev.parallax.comparison.scenario.Acceptance.Outcome;
import dev.parallax.comparison.scenario.Acceptance.Result;
import dev.parallax.model.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept",
        description = {
            "Run the acceptance checks of an application that is deployed, in order, up to the first that fails: whether it does what it is for.",
            "Services and replicas are asked from here, so that their addresses have to lead there. Exit status 1 when a check fails."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax accept --lab kubernetes keystone",
            "  parallax accept --backend puppet-consul --within 1m keystone",
            "  parallax accept --backend kubernetes -o json shop | jq '.[] | select(.result==\"FAILED\").detail'"
        })
final class AcceptCommand extends Action {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "Begin again until all pass, for so long (default: once).")
    Duration within = Duration.ZERO;

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    AcceptCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        if (within.isNegative()) {
            throw new UsageException("--within: a time is wanted, such as 1m");
        }
        String name = Definitions.name(application);
        List<Outcome> outcomes;
        try (Backend backend = backends.open(invocation);
                ProgressDisplay progress = invocation.progress()) {
            Application present = Deployed.definition(backend, name);
            outcomes = progress.attempt(
                    "Checking " + name + " " + present.version() + " on " + backend.name(),
                    () -> outcomes(new Acceptance(present, backend)));
        }
        if (output.json()) {
            OutputOptions.write(invocation, outcomes);
        } else {
            print(invocation, outcomes);
        }
        return passed(outcomes) ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private List<Outcome> outcomes(Acceptance acceptance) throws InterruptedException {
        long began = System.nanoTime();
        List<Outcome> outcomes = acceptance.check();
        while (!passed(outcomes) && System.nanoTime() - began < within.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            outcomes = acceptance.check();
        }
        return outcomes;
    }

    private static boolean passed(List<Outcome> outcomes) {
        return outcomes.stream().allMatch(outcome -> outcome.result() == Result.PASSED);
    }

    private static void print(Invocation invocation, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            invocation.out().println("no checks; every replica is ready");
            return;
        }
        Table table = new Table("RESULT", "CHECK");
        outcomes.forEach(outcome -> table.row(
                Words.of(outcome.result()).replace('_', ' '),
                outcome.check() + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail())));
        table.print(invocation.out(), "");
    }
}
