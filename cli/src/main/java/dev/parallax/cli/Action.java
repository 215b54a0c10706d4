package dev.parallax.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that does something: what all of them have in common. */
abstract class Action implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(names = "--debug", description = "Log what is done, and show where a failure comes from.")
    boolean debug;

    Action(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public final Integer call() throws Exception {
        if (debug) {
            invocation.debug();
        }
        return run(invocation);
    }

    /** Does it and returns the {@link ExitStatus}. */
    abstract int run(Invocation invocation) throws Exception;
}
