package dev.parallax.cli;

/** What the process says to the script that started it. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** Bad usage or an invalid definition: nothing was touched. */
    static final int USAGE = 2;
    /** The state that was asked for was not reached in time; what was started goes on. */
    static final int NOT_IN_TIME = 3;
    /** The answer that 1 would give to a question, such as that of {@code plan --exit-code}, could not be had. */
    static final int NO_ANSWER = 4;
    /** The orchestrator answers, and has no application of that name. */
    static final int ABSENT = 5;
    /** As a shell reports a process that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
