package dev.parallax.cli.doctor;

import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param found what is there, in a few words
 * @param fix what to do about it, as a command where there is one; empty when nothing is to be done
 * @param packages Debian packages that would mend it
 */
public record Finding(String check, State state, String found, String fix, List<String> packages) {
    public Finding {
        packages = List.copyOf(packages);
    }

    /** Whether the lab can run with it. */
    public enum State {
        GOOD,
        /** It runs, with less than one would wish. */
        DOUBTFUL,
        /** It cannot run. */
        MISSING
    }

    static Finding good(String check, String found) {
        return new Finding(check, State.GOOD, found, "", List.of());
    }

    static Finding doubtful(String check, String found, String fix) {
        return new Finding(check, State.DOUBTFUL, found, fix, List.of());
    }

    static Finding missing(String check, String found, String fix) {
        return new Finding(check, State.MISSING, found, fix, List.of());
    }

    static Finding lacking(String check, String found, List<String> packages) {
        return new Finding(check, State.MISSING, found, "apt-get install " + String.join(" ", packages), packages);
    }
}
