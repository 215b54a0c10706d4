package dev.parallax.cli;

import dev.parallax.definition.DefinitionSchema;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        description = "Print the JSON Schema of a definition, for editors that complete and check YAML.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax schema > parallax.schema.json",
            "  # and then, as the first line of a definition:",
            "  # yaml-language-server: $schema=parallax.schema.json"
        })
final class SchemaCommand extends Action {
    SchemaCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        invocation.out().print(DefinitionSchema.text());
        return ExitStatus.DONE;
    }
}
