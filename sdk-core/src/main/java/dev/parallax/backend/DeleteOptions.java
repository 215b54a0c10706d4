package dev.parallax.backend;

import java.time.Duration;

/** What a deletion does with kept storage, and how long it may take. */
public record DeleteOptions(KeptStorage keptStorage, Duration timeout) {
    /** Kept storage stays; three minutes. */
    public static DeleteOptions defaults() {
        return new DeleteOptions(KeptStorage.KEEP, Duration.ofMinutes(3));
    }

    /** The fate of storage that its role keeps. */
    public enum KeptStorage {
        KEEP,
        REMOVE
    }
}
