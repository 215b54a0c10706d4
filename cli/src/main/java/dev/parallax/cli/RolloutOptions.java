package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Subscription;
import dev.parallax.rollout.RolloutEvent;
import dev.parallax.rollout.RolloutFeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands that begin a rollout wait for it, and what they show of it. */
final class RolloutOptions {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

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
            StatusText.print(status, status, noWait ? backend.troublesOnceClosed() : List.of(), invocation);
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
        invocation.ifCutShort(backends.rolloutGoesOn(": " + backends.command("status", rollout.application())
                + " shows it, " + again + " goes on from there"));
        return invocation.terminal().live()
                ? watched(rollout, backend, progress, task)
                : told(rollout, backend, progress);
    }

    @SuppressWarnings("try")
    private ApplicationStatus await(Rollout rollout, Backend backend, ProgressDisplay progress)
            throws InterruptedException {
        try (TroubleWatch troubles = TroubleWatch.begin(backend, progress::note)) {
            return new WayBack(backend, line -> progress.note("  " + line)).await(rollout, timeout);
        }
    }

    private ApplicationStatus watched(Rollout rollout, Backend backend, ProgressDisplay progress, String task)
            throws InterruptedException {
        Subscription watch = backend.watch(
                rollout.application(),
                status -> progress.update(task, StatusText.brief(status), StatusText.live(status)));
        // The table says how far each is, and not why one comes no further; one whose check has not passed yet may
        // still be starting.
        Subscription troubles = RolloutFeed.follow(backend, rollout.application(), event -> {
            boolean starting = event instanceof RolloutEvent.ReplicaTroubled troubled
                    && troubled.host().isPresent();
            if (event.isTrouble() && !starting) {
                progress.note("  " + event.text());
            }
        });
        try {
            return await(rollout, backend, progress);
        } finally {
            troubles.close();
            watch.close();
        }
    }

    private ApplicationStatus told(Rollout rollout, Backend backend, ProgressDisplay progress)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Subscription feed = RolloutFeed.follow(backend, rollout.application(), event -> {
            progress.note("  " + event.text());
            if (event instanceof RolloutEvent.Done) {
                done.countDown();
            }
        });
        try {
            ApplicationStatus status = await(rollout, backend, progress);
            // What led to it is told by a thread of its own.
            boolean unused = done.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            return status;
        } finally {
            feed.close();
        }
    }
}
