package dev.parallax.puppetconsul.catalog;

import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which version of a package a host has where components on it are pinned to different ones: of an application that of its newest revision. Two
 * applications that contradict each other are not placed on one host; where they are all the same, that of the first by name holds. One
 * answer for all, as each run of Puppet would change the package from one to the other otherwise.
 */
final class HostPins {
    private static final Comparator<Wish> FIRST = Comparator.comparing(Wish::app)
            .thenComparing(Comparator.comparingLong(Wish::revision).reversed())
            .thenComparing(Wish::version);

    private record Wish(String app, long revision, String version) {}

    private final Map<String, List<Wish>> carried = new TreeMap<>();
    private final Map<String, List<Wish>> passed = new TreeMap<>();

    /** The host carries this, of a revision of an application. */
    void carry(String app, long revision, Component component) {
        add(carried, app, revision, component);
    }

    /** A step ran here: what it had installed stays, for components that are to have it sooner or later, and counts for nothing without these. */
    void pass(String app, long revision, Component component) {
        add(passed, app, revision, component);
    }

    private static void add(Map<String, List<Wish>> wishes, String app, long revision, Component component) {
        Artifact.pins(component.artifact())
                .forEach((name, version) ->
                        wishes.computeIfAbsent(name, all -> new ArrayList<>()).add(new Wish(app, revision, version)));
    }

    /** The versions of packages of which different ones are wanted, by name. */
    SortedMap<String, String> held() {
        SortedMap<String, String> held = new TreeMap<>();
        carried.forEach((name, here) -> {
            Collection<String> apps = here.stream().map(Wish::app).toList();
            List<Wish> all = Stream.concat(
                            here.stream(),
                            passed.getOrDefault(name, List.of()).stream().filter(wish -> apps.contains(wish.app())))
                    .sorted(FIRST)
                    .toList();
            if (new TreeSet<>(all.stream().map(Wish::version).toList()).size() > 1) {
                held.put(name, all.get(0).version());
            }
        });
        return held;
    }
}
