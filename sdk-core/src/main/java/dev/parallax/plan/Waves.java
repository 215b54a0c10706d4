package dev.parallax.plan;

import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which an application comes up. Services are addresses and come first, all at once; a role or step comes in the first
 * wave after everything it requires. Within a wave: steps, then roles, in the definition's order. Deletion goes through the
 * waves backwards.
 */
public final class Waves {
    private final Map<Part, Set<Part>> requirements;

    private Waves(Map<Part, Set<Part>> requirements) {
        this.requirements = requirements;
    }

    /** The waves; a cycle is a {@link CyclicRequirementsException}. */
    public static List<List<Part>> of(Application application) {
        Waves waves = new Waves(requirements(application));
        Optional<List<Part>> cycle = waves.findCycle();
        if (cycle.isPresent()) {
            throw new CyclicRequirementsException(cycle.get());
        }
        return waves.order();
    }

    /** Parts that wait for each other, in the order of waiting; empty when the application can come up. */
    public static Optional<List<Part>> cycle(Application application) {
        return new Waves(requirements(application)).findCycle();
    }

    /**
     * What each part waits for: a step or role for the role behind a required service. Requirements of what does not exist are
     * left out.
     */
    public static Map<Part, Set<Part>> requirements(Application application) {
        Map<Part, Set<Part>> requirements = new LinkedHashMap<>();
        application.services().keySet().forEach(name -> requirements.put(Part.service(name), Set.of()));
        application.steps().keySet().forEach(name -> requirements.put(Part.step(name), Set.of()));
        application.roles().keySet().forEach(name -> requirements.put(Part.role(name), Set.of()));
        application
                .steps()
                .forEach((name, step) -> requirements.put(Part.step(name), parts(application, step.requires())));
        application
                .roles()
                .forEach((name, role) -> requirements.put(Part.role(name), parts(application, role.requires())));
        requirements.replaceAll((part, required) -> known(required, requirements.keySet()));
        return requirements;
    }

    private static Set<Part> known(Set<Part> required, Set<Part> all) {
        Set<Part> known = new LinkedHashSet<>(required);
        known.retainAll(all);
        return known;
    }

    private static Set<Part> parts(Application application, List<Requirement> requires) {
        Set<Part> parts = new LinkedHashSet<>();
        for (Requirement requirement : requires) {
            if (requirement instanceof Requirement.OfStep step) {
                parts.add(Part.step(step.step()));
            } else if (requirement instanceof Requirement.OfRole role) {
                parts.add(Part.role(role.role()));
            } else if (requirement instanceof Requirement.OfService service) {
                Service found = application.services().get(service.service());
                if (found != null) {
                    parts.add(Part.role(found.role()));
                }
            }
        }
        return parts;
    }

    private List<List<Part>> order() {
        Map<Part, Integer> waveOf = new LinkedHashMap<>();
        int last = 0;
        for (Part part : requirements.keySet()) {
            last = Math.max(last, waveOf(part, waveOf));
        }
        List<List<Part>> waves = new ArrayList<>();
        for (int wave = 0; wave <= last; wave++) {
            int current = wave;
            List<Part> parts = requirements.keySet().stream()
                    .filter(part -> waveOf(part, waveOf) == current)
                    .toList();
            if (!parts.isEmpty()) {
                waves.add(parts);
            }
        }
        return List.copyOf(waves);
    }

    private int waveOf(Part part, Map<Part, Integer> known) {
        Integer found = known.get(part);
        if (found != null) {
            return found;
        }
        int wave = part.kind() == Part.Kind.SERVICE ? 0 : 1;
        for (Part required : requirementsOf(part)) {
            wave = Math.max(wave, waveOf(required, known) + 1);
        }
        known.put(part, wave);
        return wave;
    }

    private Optional<List<Part>> findCycle() {
        Set<Part> done = new LinkedHashSet<>();
        for (Part part : requirements.keySet()) {
            Optional<List<Part>> cycle = findCycle(part, new ArrayList<>(), done);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        return Optional.empty();
    }

    private Optional<List<Part>> findCycle(Part part, List<Part> path, Set<Part> done) {
        if (done.contains(part)) {
            return Optional.empty();
        }
        int start = path.indexOf(part);
        if (start >= 0) {
            return Optional.of(List.copyOf(path.subList(start, path.size())));
        }
        path.add(part);
        for (Part required : requirementsOf(part)) {
            Optional<List<Part>> cycle = findCycle(required, path, done);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        done.add(part);
        return Optional.empty();
    }

    private Set<Part> requirementsOf(Part part) {
        return requirements.getOrDefault(part, Set.of());
    }
}
