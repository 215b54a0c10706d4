package dev.parallax.cli;

import dev.parallax.lab.Profiles;
import dev.parallax.lab.Side;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line: what there is, and how it ends. */
@Command(
        name = "parallax",
        description =
                "One definition of an application, deployed on Kubernetes and on Puppet with Consul; both measured.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionCommand.Provider.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:bad usage or an invalid definition; nothing was touched",
            "3:not reached in time; what was started goes on",
            "4:of --exit-code: it could not be told",
            "5:there is no such application",
            "130:interrupted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parallax compare",
            "  parallax validate examples/keystone/keystone.yaml",
            "  parallax apply --lab kubernetes examples/keystone/keystone.yaml",
            "  parallax COMMAND --help"
        })
final class ParallaxCommand implements Runnable {
    private static final int WIDEST = 120;
    /** picocli refuses less. */
    private static final int NARROWEST = 55;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    /** Runs one command line to its end and returns the status the process should end with. */
    static int run(Invocation invocation, String... arguments) {
        int status = execute(invocation, arguments);
        invocation.flush();
        return invocation
                .outputLost()
                .map(why -> outputLost(invocation, why, status))
                .orElse(status);
    }

    private static int execute(Invocation invocation, String... arguments) {
        try {
            return commandLine(invocation).execute(arguments);
        } catch (Error e) {
            // picocli hands on exceptions only.
            return new Failures(invocation).report(e, "parallax");
        }
    }

    /** What was done is done; who reads the output has to know that it is not whole. */
    private static int outputLost(Invocation invocation, String why, int status) {
        invocation.err().println("parallax: standard output cannot be written: " + why);
        invocation.flush();
        return status == ExitStatus.DONE ? ExitStatus.FAILED : status;
    }

    static CommandLine commandLine(Invocation invocation) {
        CommandLine line = new CommandLine(new ParallaxCommand());
        for (Object command : commands(invocation)) {
            line.addSubcommand(command);
        }
        explainExitStatus(line, line.getCommandSpec().usageMessage());
        return line.setOut(invocation.out())
                .setErr(invocation.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        invocation.terminal().ansi()))
                .setUsageHelpWidth(
                        Math.max(NARROWEST, Math.min(invocation.terminal().columns(), WIDEST)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(Side.class, new SideConverter())
                .registerConverter(Profiles.class, new ProfilesConverter())
                .registerConverter(Percent.class, new Percent.Converter())
                .setExecutionExceptionHandler(new Failures(invocation))
                .setParameterExceptionHandler(new UsageErrors());
    }

    /** Every help page says what the statuses mean, as the top one does. */
    private static void explainExitStatus(CommandLine line, UsageMessageSpec top) {
        for (CommandLine subcommand : line.getSubcommands().values()) {
            subcommand
                    .getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading(top.exitCodeListHeading())
                    .exitCodeList(top.exitCodeList());
            explainExitStatus(subcommand, top);
        }
    }

    private static CommandLine group(Object command, List<Object> subcommands) {
        CommandLine line = new CommandLine(command);
        subcommands.forEach(line::addSubcommand);
        return line;
    }

    private static CommandLine rollout(Invocation invocation) {
        CommandLine line = new CommandLine(new RolloutCommand());
        RolloutCommand.commands(invocation).forEach(line::addSubcommand);
        return line;
    }

    private static List<Object> commands(Invocation invocation) {
        return List.of(
                new CompareCommand(invocation),
                new AnalyzeCommand(invocation),
                group(new LabCommand(), LabCommand.commands(invocation)),
                new DoctorCommand(invocation),
                new ValidateCommand(invocation),
                new MergeCommand(invocation),
                new SchemaCommand(invocation),
                new RenderCommand(invocation),
                new AssessCommand(invocation),
                new PlanCommand(invocation),
                new ApplyCommand(invocation),
                new AdoptCommand(invocation),
                new StatusCommand(invocation),
                new LogsCommand(invocation),
                new ExecCommand(invocation),
                new AcceptCommand(invocation),
                new EventsCommand(invocation),
                new TopCommand(invocation),
                new HistoryCommand(invocation),
                new RollbackCommand(invocation),
                new ScaleCommand(invocation),
                rollout(invocation),
                new DriftCommand(invocation),
                new ReplaceCommand(invocation),
                group(new HostCommand(), HostCommand.commands(invocation)),
                group(new SecretCommand(), SecretCommand.commands(invocation)),
                new DeleteCommand(invocation),
                new ControllerCommand(invocation),
                new TestCommand(invocation),
                new VersionCommand(invocation),
                new HelpCommand(invocation));
    }

    /** A command line that names no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
