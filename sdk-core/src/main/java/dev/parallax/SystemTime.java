package dev.parallax;

import java.time.Clock;

/** The wall clock of this machine: the one place where it is read. Everything else is given a {@link Clock}. */
public final class SystemTime {
    private SystemTime() {}

    public static Clock clock() {
        return Clock.systemUTC();
    }
}
