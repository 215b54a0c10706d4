package dev.parallax.cli;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Drift;
import dev.parallax.backend.Rollout;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drift",
        description = {
            "Name what was changed by hand since an application was applied: object and field, as applied and as found.",
            "Changes nothing, unless --repair is given. What the orchestrator repaired already is told as `repaired`."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax drift --lab kubernetes keystone",
            "  parallax drift --lab puppet-consul --exit-code keystone || echo somebody was here",
            "  parallax drift --backend kubernetes --repair -o json keystone"
        })
final class DriftCommand extends Action {
    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(
            names = "--exit-code",
            description =
                    "End with status 1 when something differs, as `git diff` does; with 4 when that cannot be told.")
    boolean exitCode;

    @Option(names = "--repair", description = "Put right what differs, and wait until the application is ready.")
    boolean repair;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long --repair may wait until it is ready (default: ${DEFAULT-VALUE}).")
    Duration timeout = Duration.ofMinutes(5);

    @Mixin
    OutputOptions output = new OutputOptions();

    DriftCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    @SuppressWarnings("try")
    int run(Invocation invocation) throws IOException, InterruptedException {
        String name = Definitions.name(application);
        Drift drift;
        try (Backend backend = backends.open(invocation)) {
            drift = backend.drift(name);
            if (repair && !drift.standing().isEmpty()) {
                Rollout rollout = backend.repair(name);
                try (TroubleWatch troubles = TroubleWatch.begin(backend, invocation.err()::println)) {
                    rollout.await(timeout);
                }
            }
        } catch (BackendException e) {
            if (!exitCode || e instanceof AbsentApplicationException) {
                throw e;
            }
            new Failures(invocation).report(e, "parallax drift");
            return ExitStatus.NO_ANSWER;
        }
        if (output.json()) {
            OutputOptions.write(invocation, drift);
        } else {
            print(drift, invocation);
        }
        return exitCode && !repair && !drift.standing().isEmpty() ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private void print(Drift drift, Invocation invocation) {
        for (Drift.Difference difference : drift.differences()) {
            String state = repair ? "repaired" : Words.of(difference.state());
            invocation
                    .out()
                    .println(invocation
                            .terminal()
                            .styled(
                                    state.equals("repaired") ? "green" : "yellow",
                                    "~ " + difference.kind() + " " + difference.name()
                                            + difference
                                                    .host()
                                                    .map(host -> " on " + host)
                                                    .orElse("") + ": " + state));
            difference.fields().stream()
                    .flatMap(field -> FieldText.changed(field).stream())
                    .forEach(invocation.out()::println);
        }
        int standing = drift.standing().size();
        invocation
                .out()
                .println(drift.application() + ": "
                        + (standing == 0
                                ? "as revision " + drift.revision() + " was applied"
                                : standing + (standing == 1 ? " difference" : " differences") + " from revision "
                                        + drift.revision() + (repair ? ", repaired" : "")));
    }
}
