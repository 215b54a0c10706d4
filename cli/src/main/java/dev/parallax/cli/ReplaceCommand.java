package dev.parallax.cli;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replace",
        description = {
            "Have the orchestrator stop one replica and put another in its place, as `kubectl delete pod` does.",
            "Returns once the order is taken. A replica with kept storage starts again where its storage is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax replace --lab puppet-consul keystone keystone-1",
            "  parallax replace --backend kubernetes -o json keystone keystone-6b8f9c7d4-x2x7l"
        })
final class ReplaceCommand extends Action {
    @Parameters(
            index = "0",
            paramLabel = "APPLICATION",
            description = "The application's name, or the file of its definition.")
    String application = "";

    @Parameters(index = "1", paramLabel = "REPLICA", description = "The replica, by the name that `status` shows.")
    String replica = "";

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    ReplaceCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        String name = Definitions.name(application);
        try (Backend backend = backends.open(invocation)) {
            backend.replace(name, replica);
            if (output.json()) {
                OutputOptions.write(invocation, Deployed.status(backend, name));
            } else {
                invocation
                        .out()
                        .println(replica + " of " + name + " is being replaced; `parallax status` shows how far it is");
            }
        }
        return ExitStatus.DONE;
    }
}
