package dev.parallax.plan;

import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
    private final List<List<Part>> waves = new ArrayList<>();
    private final Set<Part> placed = new HashSet<>();

    private Waves(Map<Part, Set<Part>> requirements) {
        this.requirements = requirements;
        place();
    }

    /** The waves; a cycle is a {@link CyclicRequirementsException}. */
    public static List<List<Part>> of(Application application) {
        Waves waves = new Waves(requirements(application));
        List<List<Part>> cycles = waves.cycles();
        if (!cycles.isEmpty()) {
            throw new CyclicRequirementsException(cycles.get(0));
        }
        return List.copyOf(waves.waves);
    }

    /**
     * Parts that wait for each other, in the order of waiting; empty when the application can come up. Of parts that wait for each other in
     * several circles those are given that begin with different requirements, up to a number; without these requirements none is left.
     */
    public static List<List<Part>> cycles(Application application) {
        return new Waves(requirements(application)).cycles();
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
        requires.forEach(requirement -> required(application, requirement).ifPresent(parts::add));
        return parts;
    }

    /** What a requirement waits for, the role behind a required service; empty where that service does not exist or has none. */
    public static Optional<Part> required(Application application, Requirement requirement) {
        if (requirement instanceof Requirement.OfStep step) {
            return Optional.of(Part.step(step.step()));
        }
        if (requirement instanceof Requirement.OfRole role) {
            return Optional.of(Part.role(role.role()));
        }
        return requirement instanceof Requirement.OfService service
                ? Optional.ofNullable(application.services().get(service.service()))
                        .flatMap(Service::role)
                        .map(Part::role)
                : Optional.empty();
    }

    /** Wave by wave, those that wait for nothing more; in time proportional to the requirements. */
    private void place() {
        Map<Part, Integer> waitingFor = new HashMap<>();
        Map<Part, List<Part>> dependents = new HashMap<>();
        Map<Part, Integer> order = new HashMap<>();
        requirements.forEach((part, required) -> {
            order.put(part, order.size());
            waitingFor.put(part, required.size());
            required.forEach(each ->
                    dependents.computeIfAbsent(each, key -> new ArrayList<>()).add(part));
        });
        add(requirements.keySet().stream().filter(Waves::isService).toList());
        List<Part> wave = requirements.keySet().stream()
                .filter(part -> !isService(part) && requirementsOf(part).isEmpty())
                .toList();
        while (!wave.isEmpty()) {
            add(wave);
            List<Part> next = new ArrayList<>();
            for (Part done : wave) {
                for (Part dependent : dependents.getOrDefault(done, List.of())) {
                    if (waitingFor.merge(dependent, -1, Integer::sum) == 0) {
                        next.add(dependent);
                    }
                }
            }
            next.sort(Comparator.comparing(part -> order.getOrDefault(part, 0)));
            wave = next;
        }
    }

    private List<List<Part>> cycles() {
        return placed.size() == requirements.size() ? List.of() : Cycles.of(requirements);
    }

    private void add(List<Part> wave) {
        if (!wave.isEmpty()) {
            waves.add(List.copyOf(wave));
            placed.addAll(wave);
        }
    }

    private static boolean isService(Part part) {
        return part.kind() == Part.Kind.SERVICE;
    }

    private Set<Part> requirementsOf(Part part) {
        return requirements.getOrDefault(part, Set.of());
    }
}
