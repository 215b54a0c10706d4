package dev.parallax.cli;

import dev.parallax.definition.MergedDefinition;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        description = {
            "Show a definition with overlays laid over it, as one definition, and where each value comes from.",
            "Names of files in it are relative to the definition's folder: put it there to use it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax merge --overlay examples/keystone/overlays/small.yaml examples/keystone/keystone.yaml",
            "  parallax merge --overlay prod.yaml -o json app.yaml" + " | jq '.[] | select(.value==\"host\").path'"
        })
final class MergeCommand extends Action {
    @Parameters(paramLabel = "FILE", description = "The definition, YAML or JSON; - is the standard input.")
    Path file = Path.of("");

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    MergeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        MergedDefinition merged = overlays.merge(file);
        if (output.json()) {
            OutputOptions.write(invocation, merged.values());
        } else {
            invocation.out().print(merged.yaml());
        }
        return ExitStatus.DONE;
    }
}
