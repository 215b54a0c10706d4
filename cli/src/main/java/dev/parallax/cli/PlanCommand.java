package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Plan;
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
        name = "plan",
        description = {
            "Compare a definition with what is deployed and show what apply would do. Changes nothing.",
            "What was changed by hand, and would be put back, is shown too."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax plan --lab kubernetes examples/keystone/keystone.yaml",
            "  parallax plan --backend kubernetes --kubeconfig ~/.kube/config app.yaml",
            "  parallax plan --backend puppet-consul --consul https://consul.example:8501 -o json app.yaml",
            "  parallax plan --lab kubernetes --save plan.json app.yaml && parallax apply --lab kubernetes --plan plan.json",
            "  parallax plan --lab kubernetes --exit-code app.yaml || echo changed",
            "  parallax plan --lab puppet-consul --full app.yaml | less"
        })
final class PlanCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
    Path file = Path.of("");

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(
            names = "--save",
            paramLabel = "PLAN",
            description = "Keep the plan in this file, for `parallax apply --plan PLAN`. It holds no secret values.")
    @Nullable
    Path save;

    @Option(
            names = "--full",
            description = "With every field of what would be created or removed, not only of what would change.")
    boolean full;

    @Option(
            names = "--exit-code",
            description =
                    "End with status 1 when something would change, as `git diff` does; with 4 when that cannot be told.")
    boolean exitCode;

    @Mixin
    OutputOptions output = new OutputOptions();

    PlanCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        Application application = overlays.read(file);
        ReviewedPlan reviewed;
        try (Backend backend = backends.open(invocation)) {
            reviewed = ReviewedPlan.of(backend, application);
        } catch (BackendException e) {
            if (!exitCode) {
                throw e;
            }
            new Failures(invocation).report(e, "parallax plan");
            return ExitStatus.NO_ANSWER;
        }
        Plan plan = reviewed.plan();
        if (save != null) {
            OutputFile.write(save, reviewed.write(), "--save", "file");
        }
        if (output.json()) {
            OutputOptions.write(invocation, plan);
        } else {
            new PlanText(plan, full).print(invocation);
            if (plan.conflicts()) {
                invocation
                        .out()
                        .println("`apply` refuses to change what others have set; `drift --repair " + plan.application()
                                + "` takes it back, `adopt` with the rest");
            }
        }
        return exitCode && !plan.isEmpty() ? ExitStatus.FAILED : ExitStatus.DONE;
    }
}
