package dev.parallax.comparison.analysis;

import dev.parallax.backend.Inspection;
import dev.parallax.backend.Inspection.LiveCheck;
import dev.parallax.backend.Inspection.LiveComponent;
import dev.parallax.backend.Inspection.LiveReplica;
import dev.parallax.comparison.history.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Whether sides run the same thing, as read back from the live systems: replicas, versions of the application and its
 * packages, limits, requests, users, ports, checks. Times on sides that do not run the same say nothing.
 */
public final class Equivalence {
    private Equivalence() {}

    /**
     * Compares side by side; facts and differences are sorted by path. {@code accepted}: paths, or beginnings of paths that end in {@code /}, whose
     * differences the user has accepted.
     */
    public static Event.EquivalenceChecked check(
            long at, SortedMap<String, Inspection> sides, SortedSet<String> accepted) {
        SortedMap<String, SortedMap<String, String>> byPath = new TreeMap<>();
        sides.forEach((side, inspection) -> facts(inspection)
                .forEach((path, value) ->
                        byPath.computeIfAbsent(path, any -> new TreeMap<>()).put(side, value)));
        List<Event.Difference> differences = new ArrayList<>();
        byPath.forEach((path, values) -> {
            if (values.size() < sides.size() || new TreeSet<>(values.values()).size() > 1) {
                differences.add(new Event.Difference(path, values, isAccepted(path, accepted)));
            }
        });
        return new Event.EquivalenceChecked(
                at,
                byPath.size(),
                differences,
                byPath.entrySet().stream()
                        .map(fact -> new Event.ComparedFact(fact.getKey(), fact.getValue()))
                        .toList());
    }

    private static boolean isAccepted(String path, SortedSet<String> accepted) {
        return accepted.stream().anyMatch(name -> name.endsWith("/") ? path.startsWith(name) : path.equals(name));
    }

    /** One side's facts by path. A value that is not the same in all replicas lists every value. */
    static SortedMap<String, String> facts(Inspection inspection) {
        SortedMap<String, SortedSet<String>> values = new TreeMap<>();
        BiConsumer<String, Object> fact = (path, value) ->
                values.computeIfAbsent(path, any -> new TreeSet<>()).add(String.valueOf(value));
        fact.accept("version", inspection.version());
        inspection.roles().forEach((role, replicas) -> {
            fact.accept(role + "/replicas", replicas.size());
            for (LiveReplica replica : replicas) {
                fact.accept(
                        role + "/components", new TreeSet<>(replica.components().keySet()));
                replica.components().forEach((name, component) -> facts(role + "/" + name, component, fact));
            }
        });
        SortedMap<String, String> facts = new TreeMap<>();
        values.forEach((path, all) -> facts.put(path, String.join(" | ", all)));
        return facts;
    }

    private static void facts(String path, LiveComponent component, BiConsumer<String, Object> fact) {
        component.packages().forEach((name, version) -> fact.accept(path + "/packages/" + name, version));
        fact.accept(path + "/cpu", text(component.cpuMillis(), "m"));
        fact.accept(path + "/memory", text(component.memoryBytes(), " bytes"));
        fact.accept(path + "/requests/cpu", aside(component.requestedCpuMillis(), "m"));
        fact.accept(path + "/requests/memory", aside(component.requestedMemoryBytes(), " bytes"));
        fact.accept(path + "/user", component.user().orElse("not known"));
        component.ports().forEach((name, port) -> fact.accept(path + "/ports/" + name, port));
        for (Map.Entry<String, LiveCheck> entry : component.checks().entrySet()) {
            LiveCheck check = entry.getValue();
            String at = path + "/checks/" + entry.getKey();
            fact.accept(at + "/target", check.target());
            fact.accept(at + "/every", check.everyMillis() + " ms");
            fact.accept(at + "/timeout", check.timeoutMillis() + " ms");
            fact.accept(at + "/failures", check.failures());
            fact.accept(at + "/successes", check.successes());
        }
    }

    private static String aside(Optional<? extends Number> value, String unit) {
        return value.map(number -> number + unit).orElse("nothing");
    }

    private static String text(Optional<? extends Number> value, String unit) {
        return value.map(number -> number + unit).orElse("unlimited");
    }
}
