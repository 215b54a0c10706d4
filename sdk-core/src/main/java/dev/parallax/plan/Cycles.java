package dev.parallax.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds parts that wait for each other: a circle for each group in which every part waits for every other, directly or through others
 * (the strongly connected components of the requirements, by Kosaraju's algorithm); then those that are left without the first
 * requirement of each circle found, and so on. In time proportional to the requirements, and without recursion.
 */
final class Cycles {
    /** In how many circles through different requirements a group is told to wait for itself; then it should be written anew. */
    private static final int MOST_ROUNDS = 20;

    private final Map<Part, Set<Part>> requirements;
    private final Map<Part, Set<Part>> dependents = new LinkedHashMap<>();
    private final Map<Part, Integer> order = new HashMap<>();

    private Cycles(Map<Part, Set<Part>> requirements) {
        this.requirements = requirements;
        requirements.forEach((part, required) -> {
            order.put(part, order.size());
            required.forEach(each ->
                    dependents.computeIfAbsent(each, key -> new HashSet<>()).add(part));
        });
    }

    /**
     * Every part that waits for itself, and circles of several parts, no two of which begin with the same requirement: without these
     * requirements there is no circle. Each from the first part of its group on; in the order of these.
     */
    static List<List<Part>> of(Map<Part, Set<Part>> requirements) {
        List<List<Part>> found = new ArrayList<>();
        Map<Part, Set<Part>> left = new LinkedHashMap<>();
        requirements.forEach((part, required) -> {
            Set<Part> others = new LinkedHashSet<>(required);
            if (others.remove(part)) {
                found.add(List.of(part));
            }
            left.put(part, others);
        });
        Cycles cycles = new Cycles(left);
        List<List<Part>> circles = cycles.circles();
        for (int round = 0; round < MOST_ROUNDS && !circles.isEmpty(); round++) {
            found.addAll(circles);
            circles.forEach(circle -> next(left, circle.get(0)).remove(circle.get(1)));
            circles = new Cycles(left).circles();
        }
        return found.stream()
                .sorted(Comparator.comparing(cycle -> cycles.place(cycle.get(0))))
                .toList();
    }

    /** One of each group, from its first part on. */
    private List<List<Part>> circles() {
        return groups().stream().map(this::shortest).toList();
    }

    private List<Set<Part>> groups() {
        List<Part> finished = new ArrayList<>();
        Set<Part> seen = new HashSet<>();
        requirements.keySet().forEach(part -> finished.addAll(reached(part, requirements, seen)));
        List<Set<Part>> groups = new ArrayList<>();
        Set<Part> grouped = new HashSet<>();
        for (int i = finished.size() - 1; i >= 0; i--) {
            Part part = finished.get(i);
            Set<Part> group = new HashSet<>(reached(part, dependents, grouped));
            if (group.size() > 1) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** What is reached from a part and was not seen yet, each after what is reached from it. */
    private static List<Part> reached(Part start, Map<Part, Set<Part>> edges, Set<Part> seen) {
        List<Part> finished = new ArrayList<>();
        Deque<Part> path = new ArrayDeque<>();
        Deque<Iterator<Part>> open = new ArrayDeque<>();
        if (seen.add(start)) {
            path.push(start);
            open.push(next(edges, start).iterator());
        }
        while (!path.isEmpty()) {
            Iterator<Part> rest = open.element();
            if (!rest.hasNext()) {
                open.pop();
                finished.add(path.pop());
                continue;
            }
            Part each = rest.next();
            if (seen.add(each)) {
                path.push(each);
                open.push(next(edges, each).iterator());
            }
        }
        return finished;
    }

    /** The shortest way from the group's first part back to it. */
    private List<Part> shortest(Set<Part> group) {
        Part first = group.stream().min(Comparator.comparing(this::place)).orElseThrow();
        Map<Part, Part> cameFrom = new HashMap<>();
        Deque<Part> reached = new ArrayDeque<>(List.of(first));
        while (!cameFrom.containsKey(first)) {
            Part part = reached.remove();
            for (Part each : next(requirements, part)) {
                if (group.contains(each) && cameFrom.putIfAbsent(each, part) == null) {
                    reached.add(each);
                }
            }
        }
        Deque<Part> cycle = new ArrayDeque<>();
        Part part = first;
        do {
            part = Objects.requireNonNull(cameFrom.get(part));
            cycle.push(part);
        } while (!part.equals(first));
        return List.copyOf(cycle);
    }

    private int place(Part part) {
        return order.getOrDefault(part, 0);
    }

    private static Set<Part> next(Map<Part, Set<Part>> edges, Part part) {
        return edges.getOrDefault(part, Set.of());
    }
}
