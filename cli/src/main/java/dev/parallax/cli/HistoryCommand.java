package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus.RolloutState;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Revision;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = {
            "List the definitions of an application that were applied, the newest first, and what each changed.",
            "`*` marks the one that is wanted now. Times are UTC. READY is when all of it was first seen ready."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax history --lab puppet-consul keystone",
            "  parallax history --lab puppet-consul --full keystone",
            "  parallax history --backend kubernetes -o json keystone | jq '.[].definition.version'",
            "  parallax rollback --backend kubernetes --to 3 keystone"
        })
final class HistoryCommand extends Action {
    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Option(
            names = "--full",
            description = "With everything that each revision changed below the table, the lines of files among it.")
    boolean full;

    @Mixin
    OutputOptions output = new OutputOptions();

    HistoryCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        String name = Definitions.name(application);
        try (Backend backend = backends.open(invocation)) {
            List<Revision> history = Deployed.history(backend, name);
            if (output.json()) {
                OutputOptions.write(invocation, history);
            } else {
                Optional<RolloutState> now =
                        backend.observe(name).map(status -> status.rollout().state());
                if (full) {
                    HistoryText.printFull(history, now, invocation.out());
                } else {
                    HistoryText.print(history, now, invocation.out());
                }
            }
        }
        return ExitStatus.DONE;
    }
}
