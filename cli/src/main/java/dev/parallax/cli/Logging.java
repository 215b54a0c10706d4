package dev.parallax.cli;

import java.util.List;

/** How much is logged, to standard error. What a user should know of a failure is said by {@link Failures}, not by a library's log. */
final class Logging {
    private static final String LEVEL = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Before the first logger is made: what a user debugs, and what a daemon's journal should hold; otherwise next to nothing. */
    static void configure(List<String> arguments) {
        if (arguments.contains("--debug")) {
            levels("debug", "warn");
        } else if (arguments.contains("controller")) {
            levels("info", "error");
        }
    }

    private static void levels(String ours, String libraries) {
        System.setProperty(LEVEL + "log.dev.parallax", ours);
        System.setProperty(LEVEL + "defaultLogLevel", libraries);
    }
}
