package dev.parallax.cli;

import dev.parallax.comparison.ComparisonListener;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.TrialOutcome;
import dev.parallax.comparison.scenario.Scenario;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells a comparison as it goes: one task at a time, and what each trial came to. */
final class ComparisonProgress implements ComparisonListener {
    private final ProgressDisplay display;
    private final int runs;
    private @Nullable String preparing;

    ComparisonProgress(ProgressDisplay display, int runs) {
        this.display = display;
        this.runs = runs;
    }

    @Override
    public void preparing(String side, String what) {
        prepared();
        preparing = side + ": " + what;
        display.shown(preparing);
    }

    @Override
    public void compared(Event.EquivalenceChecked checked) {
        prepared();
        if (checked.differences().isEmpty()) {
            display.note("Both sides run the same: " + checked.compared() + " facts compared");
            return;
        }
        for (Event.Difference difference : checked.differences()) {
            display.note("The sides differ in " + difference.path() + ": " + difference.values()
                    + (difference.accepted() ? " (accepted)" : ""));
        }
    }

    @Override
    public void trialStarted(String side, Scenario scenario, int run, int number, int total) {
        prepared();
        display.started(title(side, scenario, run));
        if (run > 0) {
            display.update(title(side, scenario, run), "trial " + number + " of " + total);
        }
    }

    @Override
    public void trialEnded(
            String side, Scenario scenario, int run, TrialOutcome outcome, String detail, Duration took) {
        prepared();
        String title = title(side, scenario, run);
        switch (outcome) {
            case REACHED -> display.finished(title, took);
            case TIMED_OUT -> display.failed(title, "not reached within " + ProgressDisplay.text(took) + ": " + detail);
            case FAILED -> display.failed(title, detail);
        }
    }

    private String title(String side, Scenario scenario, int run) {
        return side + ": " + scenario.name() + ", " + (run == 0 ? "warm-up" : "run " + run + " of " + runs);
    }

    /** Ends what was being prepared; last of all, before anything else is written. */
    void prepared() {
        if (preparing != null) {
            display.hidden(preparing);
            preparing = null;
        }
    }
}
