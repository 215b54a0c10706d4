package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemoveHostOptions.Machine;
import dev.parallax.backend.RemovedHost;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = {
            "Take a host out for good, with all that was made for it. One that carries replicas is refused: drain it first.",
            "A fleet's host undoes what was done to it; its data, token, policy and marks in Consul go. On Kubernetes the node is deleted.",
            "Ended on the way, removing it again goes on. Removing what is not there succeeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax host remove --backend puppet-consul --consul https://consul:8501 --consul-token-file operator.token web7",
            "  parallax host remove --backend kubernetes worker-7",
            "  parallax host remove --backend kubernetes --lost worker-7"
        })
final class HostRemoveCommand extends Action {
    @Parameters(paramLabel = "HOST", description = "The host, by the name that `parallax host list` shows.")
    String host = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(
            names = "--lost",
            description = {
                "Its machine never comes back: what it carries goes elsewhere, and storage that it kept is given up.",
                "Refused while it answers."
            })
    boolean lost;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "3m",
            description = "How long it may take (default: ${DEFAULT-VALUE}); longer is exit status 3.")
    Duration timeout = Duration.ofMinutes(3);

    @Mixin
    OutputOptions output = new OutputOptions();

    HostRemoveCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    @SuppressWarnings("try")
    int run(Invocation invocation) throws IOException, InterruptedException {
        RemovedHost removed;
        List<String> known;
        try (Backend backend = backends.open(invocation);
                ProgressDisplay progress = invocation.progress();
                TroubleWatch troubles = TroubleWatch.begin(backend, progress::note)) {
            known = backend.hosts().stream().map(HostStatus::name).toList();
            invocation.ifCutShort(again() + " goes on from there");
            removed = progress.attempt(
                    "Removing " + host + " from " + backend.name(),
                    () -> backend.removeHost(
                            host, new RemoveHostOptions(lost ? Machine.LOST : Machine.DRAINED, timeout)));
        }
        if (output.json()) {
            OutputOptions.write(invocation, removed);
        } else if (removed.wasThere()) {
            invocation.out().println("removed " + host);
            removed.givenUp().forEach(invocation.out()::println);
            removed.left().forEach(invocation.out()::println);
        } else {
            invocation.out().println(UsageErrors.noSuch("host", host, known) + "; nothing was removed");
        }
        return ExitStatus.DONE;
    }

    private String again() {
        ShellCommand command = new ShellCommand("parallax", "host").argument("remove");
        return backends.command(lost ? command.flag("--lost") : command, host);
    }
}
