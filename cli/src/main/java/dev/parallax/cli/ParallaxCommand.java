package dev.parallax.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line: what there is, and how it ends. */
@Command(
        name = "parallax",
        description =
                "One definition of an application, deployed on Kubernetes and on Puppet with Consul; both measured.",
        synopsisSubcommandLabel = "COMMAND")
final class ParallaxCommand implements Runnable {
    private static final int WIDEST = 120;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    /** Runs one command line to its end and returns the status the process should end with. */
    static int run(Invocation invocation, String... arguments) {
        int status = commandLine(invocation).execute(arguments);
        invocation.flush();
        return status;
    }

    static CommandLine commandLine(Invocation invocation) {
        CommandLine line = new CommandLine(new ParallaxCommand());
        for (Object command : commands(invocation)) {
            line.addSubcommand(command);
        }
        return line.setOut(invocation.out())
                .setErr(invocation.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        invocation.terminal().ansi()))
                .setUsageHelpWidth(Math.min(invocation.terminal().columns(), WIDEST))
                .setParameterExceptionHandler(new UsageErrors());
    }

    private static List<Object> commands(Invocation invocation) {
        return List.of(new VersionCommand(invocation));
    }

    /** A command line that names no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
