package dev.parallax.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Trouble;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.selection.Selection;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = {
            "Show what an orchestrator runs of an application.",
            "Of one role, or one replica of it, with the services in front of the role and what is said of the application as a whole.",
            "Exit status 0 whether it is ready or not (-o json says it in .ready), 5 if the orchestrator does not have it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax status --lab kubernetes keystone",
            "  parallax status --lab puppet-consul keystone keystone/keystone-1",
            "  parallax status --backend kubernetes -o json keystone | jq '.roles.keystone.ready'",
            "  parallax status --lab kubernetes -o json keystone | jq '.ready'"
        })
final class StatusCommand extends Action {
    @Mixin
    ApplicationPart part = new ApplicationPart();

    @Mixin
    BackendOptions backends = new BackendOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    StatusCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) throws IOException {
        String name = part.name();
        Selection selection = part.wanted();
        ApplicationStatus status;
        ApplicationStatus shown;
        List<Trouble> troubles;
        try (Backend backend = backends.open(invocation)) {
            status = Deployed.status(backend, name);
            shown = selection.equals(Selection.ALL) ? status : only(backend, status, selection);
            troubles = backend.troubles();
        }
        if (output.json()) {
            OutputOptions.write(invocation, document(status, shown, troubles));
        } else {
            StatusText.print(status, shown, troubles, invocation);
        }
        return ExitStatus.DONE;
    }

    private static ApplicationStatus only(Backend backend, ApplicationStatus status, Selection selection) {
        Application definition = Deployed.definition(backend, status.application());
        selection.check(definition, status);
        return selection.of(status, definition);
    }

    /** Whether it is ready is said of the application, whatever part of it is shown; troubles are of the orchestrator. */
    static JsonNode document(ApplicationStatus status, ApplicationStatus shown, List<Trouble> troubles) {
        ObjectNode document = ModelJson.mapper().valueToTree(shown);
        document.put("ready", status.isReady());
        ArrayNode told = document.putArray("troubles");
        troubles.forEach(trouble -> told.add(trouble.text()));
        return document;
    }
}
