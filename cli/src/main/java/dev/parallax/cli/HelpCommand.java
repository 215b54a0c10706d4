package dev.parallax.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Show the help of a command, as its --help does.",
        footerHeading = "%nExamples:%n",
        footer = {"  parallax help plan", "  parallax help lab up"})
final class HelpCommand extends Action {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command (default: an overview of all).")
    List<String> command = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    HelpCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    int run(Invocation invocation) {
        CommandLine line = spec.commandLine().getParent();
        for (String name : command) {
            CommandLine next = line.getSubcommands().get(name);
            if (next == null) {
                throw new UsageException(UsageErrors.noSuch(
                        "command", name, List.copyOf(line.getSubcommands().keySet())));
            }
            line = next;
        }
        line.usage(invocation.out());
        return ExitStatus.DONE;
    }
}
