package dev.parallax.cli;

import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.definition.Problem;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description =
                "Check definitions and list everything that is wrong with them. Nothing is asked of any orchestrator.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax validate examples/keystone/keystone.yaml",
            "  parallax validate --overlay examples/keystone/overlays/small.yaml examples/keystone/keystone.yaml",
            "  parallax validate -o json *.yaml | jq '.[].problems'"
        })
final class ValidateCommand extends Action {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Definitions, YAML or JSON; - is the standard input.")
    List<Path> files = List.of();

    @Mixin
    OverlayOptions overlays = new OverlayOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    ValidateCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        List<Problem> problems = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (Path file : files) {
            List<Problem> found = List.of();
            try {
                Application application = overlays.read(file);
                if (!output.json()) {
                    invocation.out().println(file + ": valid: " + summary(application));
                }
            } catch (InvalidDefinitionException e) {
                found = e.problems();
                problems.addAll(found);
            }
            results.add(Map.of("file", file.toString(), "valid", found.isEmpty(), "problems", found));
        }
        if (output.json()) {
            OutputOptions.write(invocation, results);
            return problems.isEmpty() ? ExitStatus.DONE : ExitStatus.USAGE;
        }
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return ExitStatus.DONE;
    }

    private static String summary(Application application) {
        return "%s %s, roles: %s, services: %s, steps: %s"
                .formatted(
                        application.name(),
                        application.version(),
                        names(application.roles()),
                        names(application.services()),
                        names(application.steps()));
    }

    private static String names(Map<String, ?> things) {
        return things.isEmpty() ? "none" : String.join(" ", things.keySet());
    }
}
