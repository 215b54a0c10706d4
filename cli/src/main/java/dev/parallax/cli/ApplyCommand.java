package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.model.Application;
import dev.parallax.review.ReviewedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
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

    @Mixin
    RolloutOptions rollouts = new RolloutOptions();

    ApplyCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        Optional<ReviewedPlan> plan = plan();
        Application application =
                plan.map(ReviewedPlan::application).orElseGet(() -> overlays.read(Objects.requireNonNull(what.file)));
        try (Backend backend = backends.open(invocation)) {
            FidelityText.printApproximations(backend.assess(application), invocation);
            rollouts.run(
                    invocation,
                    backends,
                    backend,
                    "Deploying " + application.name() + " " + application.version() + " on " + backend.name(),
                    again(),
                    () -> plan.map(reviewed -> reviewed.apply(backend)).orElseGet(() -> backend.apply(application)));
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
                : Optional.of(ReviewedPlan.read(Files.readString(BackendOptions.readable(kept)), kept.toString()));
    }

    /** A reviewed plan is not what would happen any more. */
    private String again() {
        ShellCommand command = new ShellCommand("parallax", "apply");
        overlays.files.forEach(overlay -> command.option("--overlay", overlay));
        Path file = what.file;
        return file == null ? "applying the definition itself" : backends.command(command, file.toString());
    }
}
