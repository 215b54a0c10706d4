package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Revision;
import dev.parallax.model.Application;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = {
            "Apply the definition of an earlier revision again, as a new revision, and wait until it is ready.",
            "Secrets stay as they are now; steps run once per version. `parallax history` lists the revisions."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax rollback --lab puppet-consul keystone",
            "  parallax rollback --backend kubernetes --to 3 --timeout 10m keystone"
        })
final class RollbackCommand extends Action {
    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Option(
            names = "--to",
            paramLabel = "REVISION",
            description =
                    "The revision; unless said, the last one before the present that was ready and is not the same.")
    @Nullable
    Long to;

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    RolloutOptions rollouts = new RolloutOptions();

    RollbackCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException, InterruptedException {
        if (to != null && to < 1) {
            throw new UsageException("--to: " + to + " is no revision; the first is 1");
        }
        String name = Definitions.name(application);
        try (Backend backend = backends.open(invocation)) {
            List<Revision> before = Deployed.history(backend, name);
            long revision = revision(before, name);
            rollouts.run(
                    invocation,
                    backends,
                    backend,
                    "Rolling " + name + " back to revision " + revision + " on " + backend.name(),
                    backends.command(new ShellCommand("parallax", "rollback").option("--to", revision), name),
                    () -> backend.rollback(name, revision));
            if (current(backend.history(name)) == current(before)) {
                invocation
                        .err()
                        .println(
                                "nothing changed: what runs is what revision " + revision + " has, apart from secrets");
            }
        }
        return ExitStatus.DONE;
    }

    private static long current(List<Revision> history) {
        return history.stream()
                .filter(Revision::current)
                .mapToLong(Revision::number)
                .findFirst()
                .orElse(0);
    }

    private long revision(List<Revision> history, String name) {
        Long wanted = to;
        if (wanted != null) {
            return wanted;
        }
        Optional<Application> present = Revision.present(history);
        return history.stream()
                .dropWhile(revision -> !revision.current())
                .skip(1)
                .filter(revision -> revision.reached().isPresent())
                // What failed may have been taken back already: then the present revision has what one before it had.
                .filter(revision -> !present.equals(Optional.of(revision.definition())))
                .findFirst()
                .map(Revision::number)
                .orElseThrow(() -> new BackendException("no revision of " + name
                        + " before the present one was ever ready and differs from it; name one with --to, "
                        + backends.command("history", name) + " lists them"));
    }
}
