package dev.parallax.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The surroundings of one run of the command line: its streams, its environment, and what to say if it is cut short. */
final class Invocation {
    private final WrittenOutput written;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Path home;
    private volatile @Nullable String continuation;
    private volatile boolean untilInterrupted;
    private volatile boolean ordering;
    private volatile boolean interrupted;
    private boolean debugging;

    /**
     * @param home the folder of the project, against which the default definition is found
     */
    Invocation(OutputStream out, OutputStream err, Terminal terminal, Map<String, String> environment, Path home) {
        this.written = new WrittenOutput(out);
        this.out = writer(written);
        this.err = writer(err);
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }

    /** For what was asked for, and nothing else: a script reads it. */
    PrintWriter out() {
        return out;
    }

    /** For progress, warnings and errors: a person reads it. */
    PrintWriter err() {
        return err;
    }

    Terminal terminal() {
        return terminal;
    }

    Map<String, String> environment() {
        return environment;
    }

    Path home() {
        return home;
    }

    /** Whether the user asked to see where a failure came from. */
    boolean debugging() {
        return debugging;
    }

    void debug() {
        debugging = true;
    }

    ProgressDisplay progress() {
        return new ProgressDisplay(err, terminal, System::nanoTime);
    }

    /** What a user should know from here on who is interrupted, or waited in vain: what goes on by itself, and how to go on. */
    void ifCutShort(String text) {
        continuation = text;
    }

    Optional<String> continuation() {
        return Optional.ofNullable(continuation);
    }

    /** From here on an interruption leaves things half done that have to be put in order, such as a host that was stopped. */
    void putInOrderWhenInterrupted() {
        ordering = true;
    }

    boolean leavesThingsToPutInOrder() {
        return ordering;
    }

    /** How long an interruption waits for the command: nobody should wait for one that only asks, or began what goes on by itself. */
    Duration timeToEnd() {
        return ordering ? Duration.ofSeconds(15) : Duration.ofMillis(1500);
    }

    /** From here on an interruption is how it ends, and nothing is said of it. */
    void runUntilInterrupted() {
        untilInterrupted = true;
    }

    /** From here on whatever fails fails of that. */
    void beginInterruption() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    void sayInterrupted() {
        if (untilInterrupted) {
            return;
        }
        String text = continuation;
        err.println("parallax: interrupted" + (text == null ? "" : "; " + text));
        err.flush();
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** Why not all of the standard output was written; empty too when its reader has had enough, as {@code head} has. */
    Optional<String> outputLost() {
        return written.failure();
    }
}
