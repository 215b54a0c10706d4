package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.model.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
            "  parallax apply --backend in-memory examples/keystone/keystone.yaml"
        })
final class ApplyCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON.")
    Path file = Path.of("");

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
        Application application = Definitions.read(file);
        try (Backend backend = backends.open(invocation);
                ProgressDisplay progress = invocation.progress()) {
            FidelityText.printApproximations(backend.assess(application), invocation.err());
            String task = "Deploying " + application.name() + " " + application.version() + " on " + backend.name();
            ApplicationStatus status =
                    progress.run(task, () -> deploy(invocation, application, backend, progress, task));
            if (output.json()) {
                OutputOptions.write(invocation, status);
            } else {
                StatusText.print(status, invocation);
            }
        }
        return ExitStatus.DONE;
    }

    private ApplicationStatus deploy(
            Invocation invocation, Application application, Backend backend, ProgressDisplay progress, String task)
            throws InterruptedException {
        Rollout rollout = backend.apply(application);
        if (noWait) {
            return rollout.status();
        }
        invocation.ifInterrupted(
                "the rollout goes on by itself; `parallax status` shows it, `parallax apply` again waits for it");
        Subscription watch =
                backend.watch(application.name(), status -> progress.update(task, StatusText.brief(status)));
        try {
            return rollout.await(timeout);
        } finally {
            watch.close();
        }
    }
}
