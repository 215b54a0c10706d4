package dev.parallax.comparison.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A count over time that changes in steps; instants rise. */
final class StepFunction {
    private final List<Timeline.Step> steps = new ArrayList<>();

    void set(long at, int count) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).at() == at) {
            steps.set(last, new Timeline.Step(at, count));
        } else {
            steps.add(new Timeline.Step(at, count));
        }
    }

    /** The steps at which the count really changes. */
    List<Timeline.Step> steps() {
        List<Timeline.Step> changes = new ArrayList<>();
        for (Timeline.Step step : steps) {
            if (changes.isEmpty() || changes.get(changes.size() - 1).count() != step.count()) {
                changes.add(step);
            }
        }
        return changes;
    }

    /** The first instant from {@code from} on at which the count is at least {@code level}. */
    OptionalLong firstAtLeast(int level, long from) {
        OptionalLong reached = OptionalLong.empty();
        for (Timeline.Step step : steps) {
            if (step.at() <= from) {
                reached = step.count() >= level ? OptionalLong.of(from) : OptionalLong.empty();
            } else if (reached.isEmpty() && step.count() >= level) {
                return OptionalLong.of(step.at());
            }
        }
        return reached;
    }

    /** Whether the count was below {@code level} at any time from {@code from} on. */
    boolean isEverBelow(int level, long from) {
        boolean below = true;
        boolean ever = false;
        for (Timeline.Step step : steps) {
            if (step.at() > from) {
                ever |= below;
            }
            below = step.count() < level;
        }
        return ever || below;
    }

    /** The instant since which the count has been at least {@code level} to the end; empty if it is below at the end. */
    OptionalLong atLeastSince(int level) {
        OptionalLong since = OptionalLong.empty();
        for (Timeline.Step step : steps) {
            if (step.count() < level) {
                since = OptionalLong.empty();
            } else if (since.isEmpty()) {
                since = OptionalLong.of(step.at());
            }
        }
        return since;
    }
}
