package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands that begin a rollout wait for it, and what they show of it. */
final class RolloutOptions {
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

    /**
     * Begins a rollout, waits as it was asked to, and prints how things stand then.
     *
     * @param task what it is called while it runs
     * @param again the command that goes on from where an interrupted one was
     */
    void run(
            Invocation invocation,
            BackendOptions backends,
            Backend backend,
            String task,
            String again,
            Supplier<Rollout> rollout)
            throws InterruptedException {
        ApplicationStatus status;
        try (ProgressDisplay progress = invocation.progress()) {
            status = progress.attempt(
                    task, () -> follow(rollout.get(), invocation, backends, backend, progress, task, again));
        }
        if (output.json()) {
            OutputOptions.write(invocation, status);
        } else {
            StatusText.print(status, invocation);
        }
    }

    private ApplicationStatus follow(
            Rollout rollout,
            Invocation invocation,
            BackendOptions backends,
            Backend backend,
            ProgressDisplay progress,
            String task,
            String again)
            throws InterruptedException {
        if (noWait) {
            return rollout.status();
        }
        invocation.ifCutShort(backends.goesOn("what was begun goes on by itself: "
                + backends.command("status", rollout.application()) + " shows it, " + again + " goes on from there"));
        Subscription watch =
                backend.watch(rollout.application(), status -> progress.update(task, StatusText.brief(status)));
        try {
            return rollout.await(timeout);
        } finally {
            watch.close();
        }
    }
}
