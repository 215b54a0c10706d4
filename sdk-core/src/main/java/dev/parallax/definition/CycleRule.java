package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Nothing waits for itself. */
final class CycleRule implements Rule {
    private static final int MOST_NAMED = 20;

    @Override
    public void check(Application application, Findings findings) {
        Waves.cycles(application)
                .forEach(cycle -> findings.add(
                        place(cycle.get(0), cycle.get(cycle.size() > 1 ? 1 : 0), application),
                        "these wait for each other: " + described(cycle),
                        "remove one of the requirements"));
    }

    private static String described(List<Part> cycle) {
        return cycle.stream().limit(MOST_NAMED).map(Part::toString).collect(Collectors.joining(" -> "))
                + (cycle.size() > MOST_NAMED ? " -> ... -> " : " -> ")
                + cycle.get(0);
    }

    /** The requirement by which one part waits for another. */
    private static DocumentPath place(Part part, Part required, Application application) {
        boolean step = part.kind() == Part.Kind.STEP;
        List<Requirement> requires = step
                ? Optional.ofNullable(application.steps().get(part.name()))
                        .map(Step::requires)
                        .orElse(List.of())
                : Optional.ofNullable(application.roles().get(part.name()))
                        .map(Role::requires)
                        .orElse(List.of());
        DocumentPath path = DocumentPath.ROOT.child(step ? "steps" : "roles", part.name(), "requires");
        for (int i = 0; i < requires.size(); i++) {
            if (Waves.required(application, requires.get(i))
                    .filter(required::equals)
                    .isPresent()) {
                return path.child(i);
            }
        }
        return path;
    }
}
