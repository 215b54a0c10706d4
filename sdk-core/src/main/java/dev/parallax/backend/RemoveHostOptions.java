package dev.parallax.backend;

import java.time.Duration;

/** What is said of the machine whose host is removed, and how long it may take. */
public record RemoveHostOptions(Machine machine, Duration timeout) {
    /** A machine that is there, and carries nothing; three minutes. */
    public static RemoveHostOptions defaults() {
        return new RemoveHostOptions(Machine.DRAINED, Duration.ofMinutes(3));
    }

    /** A machine that never comes back; three minutes. */
    public static RemoveHostOptions lost() {
        return new RemoveHostOptions(Machine.LOST, Duration.ofMinutes(3));
    }

    /** The machine under the host. */
    public enum Machine {
        /** It answers, carries no replica and no kept storage, and undoes what was done to it. */
        DRAINED,
        /** It does not answer, and never will: what it carried goes elsewhere, and the storage it kept is given up. */
        LOST
    }
}
