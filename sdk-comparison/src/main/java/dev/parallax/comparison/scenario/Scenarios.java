package dev.parallax.comparison.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The scenarios that come with the comparison, in the order in which results show them. */
public final class Scenarios {
    private static final Map<String, Scenario> BY_NAME =
            List.of(new Deploy(), ReplicaFault.processKill(), ReplicaFault.replicaDelete(), new HostStop()).stream()
                    .collect(Collectors.toMap(Scenario::name, scenario -> scenario, (a, b) -> a, LinkedHashMap::new));

    private Scenarios() {}

    public static List<Scenario> all() {
        return List.copyOf(BY_NAME.values());
    }

    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The scenario of this name; an unknown one is an {@link IllegalArgumentException} that lists those there are. */
    public static Scenario named(String name) {
        Scenario scenario = BY_NAME.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException(
                    "there is no scenario '" + name + "'; there are " + String.join(", ", BY_NAME.keySet()));
        }
        return scenario;
    }
}
