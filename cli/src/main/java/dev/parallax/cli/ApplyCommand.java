package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.model.Application;
import dev.parallax.review.ReviewedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Deploy a definition, or change what is deployed to it, and wait until it is ready.",
            "Applying what is already there changes nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax apply --lab puppet-consul examples/keystone/keystone.yaml",
            "  parallax apply --backend kubernetes --timeout 10m app.yaml",
            "  parallax apply --backend in-memory examples/keystone/keystone.yaml",
            "  parallax plan --lab kubernetes --save plan.json app.yaml && parallax apply --lab kubernetes --plan plan.json"
        })
final class ApplyCommand extends Action {
    @ArgGroup(multiplicity = "1")
    What what = new What();

    /** What is to be deployed. */
    static final class What {
        @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON.")
        @Nullable
        Path file;

        @Option(
                names = "--plan",
                paramLabel = "PLAN",
                description = "What `parallax plan --save PLAN` kept, if it is still what would happen.")
        @Nullable
        Path plan;
    }

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long to wait until it is ready (default: ${DEFAULT-VALUE}); later is exit status 3.")
    Duration timeout = Duration.ofMinutes(5);

    @Option(names = "--no-wait", description = "Return once the orchestrator has taken it, before it is ready.")
    boolean noWait;

    @Mixin
    OutputOptions output = new OutputOptions();

    ApplyCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        Optional<ReviewedPlan> plan = plan();
        Application application =
                plan.map(ReviewedPlan::application).orElseGet(() -> overlays.read(Objects.requireNonNull(what.file)));
        try (Backend backend = backends.open(invocation);
                ProgressDisplay progress = invocation.progress()) {
            FidelityText.printApproximations(backend.assess(application), invocation.err());
            String task = "Deploying " + application.name() + " " + application.version() + " on " + backend.name();
            ApplicationStatus status = progress.attempt(task, () -> {
                Rollout rollout =
                        plan.map(reviewed -> reviewed.apply(backend)).orElseGet(() -> backend.apply(application));
                return follow(rollout, invocation, backend, progress, task);
            });
            if (output.json()) {
                OutputOptions.write(invocation, status);
            } else {
                StatusText.print(status, invocation);
            }
        }
        return ExitStatus.DONE;
    }

    private Optional<ReviewedPlan> plan() throws IOException {
        Path kept = what.plan;
        if (kept != null && !overlays.files.isEmpty()) {
            throw new UsageException("--overlay means nothing together with --plan, which has what was reviewed in it");
        }
        return kept == null
                ? Optional.empty()
                : Optional.of(ReviewedPlan.read(Files.readString(kept), kept.toString()));
    }

    private ApplicationStatus follow(
            Rollout rollout, Invocation invocation, Backend backend, ProgressDisplay progress, String task)
            throws InterruptedException {
        if (noWait) {
            return rollout.status();
        }
        invocation.ifCutShort(backends.goesOn("what was begun goes on by itself: "
                + backends.command("status", rollout.application()) + " shows it, " + again() + " goes on from there"));
        Subscription watch =
                backend.watch(rollout.application(), status -> progress.update(task, StatusText.brief(status)));
        try {
            return rollout.await(timeout);
        } finally {
            watch.close();
        }
    }

    /** A reviewed plan is not what would happen any more. */
    private String again() {
        ShellCommand command = new ShellCommand("parallax", "apply");
        overlays.files.forEach(overlay -> command.option("--overlay", overlay));
        Path file = what.file;
        return file == null ? "applying the definition itself" : backends.command(command, file.toString());
    }
}
