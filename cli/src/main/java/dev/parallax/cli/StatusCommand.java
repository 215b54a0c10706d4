package dev.parallax.cli;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Show what an orchestrator runs of an application.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax status --lab kubernetes keystone",
            "  parallax status --backend kubernetes -o json keystone | jq '.roles.keystone.ready'"
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
            status = backend.observe(name).orElseThrow(() -> unknown(name, backend));
        }
        if (output.json()) {
            OutputOptions.write(invocation, status);
        } else {
            StatusText.print(status, invocation);
        }
        return ExitStatus.DONE;
    }

    private static BackendException unknown(String name, Backend backend) {
        return new BackendException(
                backend.name() + " has no application '" + name + "'; `parallax apply` deploys one");
    }
}
