package dev.parallax.cli;

import dev.parallax.ParallaxException;
import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.backend.NotReachedException;
import dev.parallax.definition.InvalidDefinitionException;
import dev.parallax.lab.LabTimeoutException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What went wrong while a command ran, in a line or two for a person and as an exit status for a script. */
final class Failures implements IExecutionExceptionHandler {
    private final Invocation invocation;

    Failures(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult arguments) {
        Exception told = e instanceof InvalidDefinitionException refused ? placed(refused, command) : e;
        return report(told, command.getCommandSpec().qualifiedName());
    }

    /** Backends know an application and not the documents it was read from; the command does. */
    private static InvalidDefinitionException placed(InvalidDefinitionException refused, CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(OverlayOptions.class::isInstance)
                .map(OverlayOptions.class::cast)
                .findFirst()
                .map(overlays -> overlays.placed(refused))
                .orElse(refused);
    }

    int report(Throwable failure, String command) {
        invocation.out().flush();
        PrintWriter err = invocation.err();
        if (invocation.debugging()) {
            failure.printStackTrace(err);
        }
        int status = invocation.isInterrupted() ? ExitStatus.INTERRUPTED : status(failure);
        // An interruption is said by who was told of it.
        if (status != ExitStatus.INTERRUPTED) {
            print(failure, command, err);
        }
        if (status == ExitStatus.NOT_IN_TIME) {
            invocation.continuation().ifPresent(err::println);
        }
        err.flush();
        return status;
    }

    private void print(Throwable failure, String command, PrintWriter err) {
        if (failure instanceof InvalidDefinitionException invalid) {
            printProblems(invalid, err);
        } else {
            err.println(invocation.terminal().styledError("bold,red", command + ":") + " " + shown(describe(failure)));
        }
    }

    private static void printProblems(InvalidDefinitionException invalid, PrintWriter err) {
        List<?> problems = invalid.problems();
        problems.forEach(err::println);
        err.println(
                problems.size() == 1
                        ? "1 problem; nothing was touched"
                        : problems.size() + " problems; nothing was touched");
    }

    static int status(Throwable failure) {
        if (failure instanceof InvalidDefinitionException
                || failure instanceof UsageException
                || failure instanceof InvalidSettingException) {
            return ExitStatus.USAGE;
        }
        if (failure instanceof NotReachedException || failure instanceof LabTimeoutException) {
            return ExitStatus.NOT_IN_TIME;
        }
        if (failure instanceof AbsentApplicationException) {
            return ExitStatus.ABSENT;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return ExitStatus.INTERRUPTED;
            }
        }
        return ExitStatus.FAILED;
    }

    /** Parts of it may come from a server: a terminal obeys nothing of it. */
    private static String shown(String message) {
        return message.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    private static String describe(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return describe(unchecked.getCause());
        }
        if (failure instanceof AbsentApplicationException) {
            return failure.getMessage() + "; `parallax apply` deploys one";
        }
        if (failure instanceof ParallaxException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + file.getClass().getSimpleName();
        }
        if (failure instanceof IOException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory";
        }
        return "this should not have happened: " + failure + " (--debug shows where; please report it)";
    }
}
