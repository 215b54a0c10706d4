package dev.parallax.lab.docker;

import dev.parallax.lab.LabException;

/**
 * What a command on a host did.
 *
 * @param host the container's name
 * @param command as it was given, joined by spaces
 * @param exitCode the command's; 124 when its time was up and it was ended
 */
public record ExecResult(String host, String command, int exitCode, String stdout, String stderr) {
    /** The exit code of a command whose time was up. */
    public static final int TIMED_OUT = 124;

    /** True for exit code 0. */
    public boolean ok() {
        return exitCode == 0;
    }

    /** This result, when the command succeeded; otherwise an error with what it printed. */
    public ExecResult orThrow() {
        if (ok()) {
            return this;
        }
        String why = exitCode == TIMED_OUT ? "was ended when its time was up" : "failed with exit code " + exitCode;
        throw new LabException(host + ": `" + shortened(command, 300) + "` " + why + "\n"
                + shortened((stdout + stderr).strip(), 4000));
    }

    private static String shortened(String text, int limit) {
        return text.length() <= limit
                ? text
                : text.substring(0, limit / 2) + " ... " + text.substring(text.length() - limit / 2);
    }
}
