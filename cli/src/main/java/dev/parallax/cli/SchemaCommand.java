package dev.parallax.cli;

import dev.parallax.definition.DefinitionSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        description = "Print the JSON Schema of definitions or of overlays, for editors that complete and check YAML.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax schema > parallax.schema.json",
            "  parallax schema overlay > overlay.schema.json",
            "  # and then, as the first line of a definition:",
            "  # yaml-language-server: $schema=parallax.schema.json"
        })
final class SchemaCommand extends Action {
    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            defaultValue = "application",
            description = "Of which documents: application or overlay (default: ${DEFAULT-VALUE}).")
    Kind kind = Kind.APPLICATION;

    /** What a document describes. */
    enum Kind {
        APPLICATION,
        OVERLAY
    }

    SchemaCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        invocation.out().print(kind == Kind.OVERLAY ? DefinitionSchema.overlayText() : DefinitionSchema.text());
        return ExitStatus.DONE;
    }
}
