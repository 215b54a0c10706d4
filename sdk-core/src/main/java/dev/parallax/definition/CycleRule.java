package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.util.stream.Collectors;

/** Nothing waits for itself. */
final class CycleRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        Waves.cycle(application).ifPresent(cycle -> {
            Part first = cycle.get(0);
            String circle = cycle.stream().limit(20).map(Part::toString).collect(Collectors.joining(" -> "))
                    + (cycle.size() > 20 ? " -> ... -> " : " -> ")
                    + first;
            findings.add(
                    DocumentPath.ROOT.child(
                            first.kind() == Part.Kind.STEP ? "steps" : "roles", first.name(), "requires"),
                    "these wait for each other: " + circle,
                    "remove one of the requirements");
        });
    }
}
