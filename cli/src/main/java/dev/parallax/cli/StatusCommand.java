package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = {
            "Show what an orchestrator runs of an application.",
            "Exit status 0 whether it is ready or not (-o json says it in .ready), 5 if the orchestrator does not have it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax status --lab kubernetes keystone",
            "  parallax status --backend kubernetes -o json keystone | jq '.roles.keystone.ready'",
            "  parallax status --lab kubernetes -o json keystone | jq '.ready'"
        })
final class StatusCommand extends Action {
    @Parameters(paramLabel = "APPLICATION", description = "The application's name, or the file of its definition.")
    String application = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    StatusCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        String name = Definitions.name(application);
        ApplicationStatus status;
        try (Backend backend = backends.open(invocation)) {
            status = Deployed.status(backend, name);
        }
        if (output.json()) {
            OutputOptions.write(invocation, status);
        } else {
            StatusText.print(status, invocation);
        }
        return ExitStatus.DONE;
    }
}
