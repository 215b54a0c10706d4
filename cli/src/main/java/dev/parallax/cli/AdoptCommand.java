package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.model.Application;
import dev.parallax.review.ReviewedPlan;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "adopt",
        description = {
            "Show what taking over would change that somebody made by hand in the places of a definition's own, and who has set it.",
            "With --yes, take it over and wait until the application is ready. What is not in the plan is left alone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax adopt --backend kubernetes --namespace shop shop.yaml",
            "  parallax adopt --lab kubernetes --yes --timeout 10m app.yaml",
            "  parallax adopt --lab kubernetes --save plan.json app.yaml && parallax apply --lab kubernetes --plan plan.json",
            "  parallax adopt --lab kubernetes -o json app.yaml"
        })
final class AdoptCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
    Path file = Path.of("");

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(names = "--yes", description = "Do it, as it is shown now. Without, nothing is touched.")
    boolean yes;

    @Option(
            names = "--save",
            paramLabel = "PLAN",
            description = "Keep the plan in this file, for `parallax apply --plan PLAN`. It holds no secret values.")
    @Nullable
    Path save;

    @Mixin
    RolloutOptions rollouts = new RolloutOptions();

    AdoptCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        if (yes && save != null) {
            throw new UsageException(
                    "--save keeps a plan to be looked at, and --yes does not wait for that: give one of them");
        }
        Application application = overlays.read(file);
        try (Backend backend = backends.open(invocation)) {
            ReviewedPlan plan = ReviewedPlan.ofAdoption(backend, application);
            if (save != null) {
                OutputFile.write(save, plan.write(), "--save", "file");
            }
            if (!yes) {
                show(invocation, plan);
                return ExitStatus.DONE;
            }
            if (!rollouts.output.json()) {
                new PlanText(plan.plan(), false).print(invocation);
                invocation.flush();
            }
            rollouts.run(
                    invocation,
                    backends,
                    backend,
                    "Adopting " + application.name() + " " + application.version() + " on " + backend.name(),
                    again(),
                    () -> backend.adopt(application, plan.plan()));
        }
        return ExitStatus.DONE;
    }

    private void show(Invocation invocation, ReviewedPlan plan) {
        if (rollouts.output.json()) {
            OutputOptions.write(invocation, plan.plan());
            return;
        }
        new PlanText(plan.plan(), false).print(invocation);
        invocation
                .out()
                .println(
                        plan.plan().adopts() || plan.plan().conflicts()
                                ? "nothing was touched; --yes does it"
                                : "there is nothing to adopt");
    }

    private String again() {
        ShellCommand command = new ShellCommand("parallax", "adopt").flag("--yes");
        overlays.files.forEach(overlay -> command.option("--overlay", overlay));
        return backends.command(command, file.toString());
    }
}
