package dev.parallax.puppetconsul.catalog;

import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which version of a package a host has where components on it are pinned to different ones: that of a step that runs; otherwise, of an application, that
 * of its newest revision. Two applications that contradict each other are not placed on one host; where they are all the same, that of the first by name holds. One
 * answer for all, as each run of Puppet would change the package from one to the other otherwise.
 */
final class HostPins {
    private static final Comparator<Wish> FIRST = Comparator.comparing(Wish::running)
            .reversed()
            .thenComparing(Wish::app)
            .thenComparing(Comparator.comparingLong(Wish::revision).reversed())
            .thenComparing(Wish::version);

    private record Wish(String app, long revision, String version, boolean running) {}

    private final Map<String, List<Wish>> carried = new TreeMap<>();
    private final Map<String, List<Wish>> passed = new TreeMap<>();

    /** The host carries this, of a revision of an application. */
    void carry(String app, long revision, Component component) {
        add(carried, app, revision, Artifact.pins(component.artifact()), false);
    }

    /** A step runs here: nothing is installed in the place of what it needs before it has ended. */
    void run(String app, long revision, Component component) {
        add(carried, app, revision, Artifact.pins(component.artifact()), true);
    }

    /**
     * A step of a revision ran here: what it had installed stays, for components of older ones that are to have it sooner or later. It counts for nothing
     * without these, and where they are newer, as after a rollback.
     */
    void pass(String app, long revision, Map<String, String> packages) {
        add(passed, app, revision, packages, false);
    }

    private static void add(
            Map<String, List<Wish>> wishes, String app, long revision, Map<String, String> packages, boolean running) {
        packages.forEach((name, version) ->
                wishes.computeIfAbsent(name, all -> new ArrayList<>()).add(new Wish(app, revision, version, running)));
    }

    /** The versions of packages of which different ones are wanted, by name. */
    SortedMap<String, String> held() {
        SortedMap<String, String> held = new TreeMap<>();
        carried.forEach((name, here) -> {
            Map<String, Long> newest = new TreeMap<>();
            here.forEach(wish -> newest.merge(wish.app(), wish.revision(), Math::max));
            List<Wish> all = Stream.concat(
                            here.stream(),
                            passed.getOrDefault(name, List.of()).stream()
                                    .filter(wish -> wish.revision() > newest.getOrDefault(wish.app(), Long.MAX_VALUE)))
                    .sorted(FIRST)
                    .toList();
            if (new TreeSet<>(all.stream().map(Wish::version).toList()).size() > 1) {
                held.put(name, all.get(0).version());
            }
        });
        return held;
    }
}
