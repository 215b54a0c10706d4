package dev.parallax.plan;

import dev.parallax.ParallaxException;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of an application that wait for each other. */
public final class CyclicRequirementsException extends ParallaxException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final List<Part> cycle;

    CyclicRequirementsException(List<Part> cycle) {
        super("these wait for each other: " + describe(cycle) + "; remove one of the requirements");
        this.cycle = List.copyOf(cycle);
    }

    /** The parts, each requiring the next and the last requiring the first. */
    public List<Part> cycle() {
        return cycle;
    }

    static String describe(List<Part> cycle) {
        return cycle.stream().map(Part::toString).collect(Collectors.joining(" -> ")) + " -> " + cycle.get(0);
    }
}
