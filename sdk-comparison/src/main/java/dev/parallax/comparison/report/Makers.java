package dev.parallax.comparison.report;

import dev.parallax.ParallaxVersion;
import dev.parallax.comparison.history.Event;
import java.util.List;
import java.util.Map;

/**
 * Which Parallax measured, as the history says, and which one computes the figures: the same, unless a history is analysed by another program than
 * the one that wrote it.
 */
record Makers(String measured, String computed) {
    private static final int SHORT = 12;

    static Makers of(Event.RunStarted run, ParallaxVersion program) {
        Map<String, String> environment = run.environment();
        return new Makers(
                environment.getOrDefault("parallax", "version unknown") + ", commit "
                        + environment.getOrDefault("parallax commit", "unknown"),
                program.toString());
    }

    /** Who measured, and who else computed if it was another one; sentences without their ends. */
    List<String> sentences() {
        String measuring = "measured by Parallax " + measured;
        return measured.equals(computed)
                ? List.of(measuring)
                : List.of(measuring, "figures computed from its history by Parallax " + computed);
    }

    /** Who measured, with as much of the commit as tells it from others. */
    String brief() {
        return "Parallax " + measured.replaceAll("([0-9a-f]{" + SHORT + "})[0-9a-f]+", "$1");
    }
}
