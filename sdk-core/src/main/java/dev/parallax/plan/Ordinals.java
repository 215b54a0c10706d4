package dev.parallax.plan;

import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The numbers that tell a role's replicas apart where an orchestrator makes up no names of its own. Replicas that are there keep theirs; one
 * that comes gets the lowest that none has, so that it is never taken for the one whose place it takes.
 */
public final class Ordinals {
    private Ordinals() {}

    /**
     * The numbers of {@code count} replicas. {@code staying}: those that are there; {@code leaving}: those on their way out. Kept storage
     * belongs to a number, so that a role with it always has the lowest ones.
     */
    public static NavigableSet<Integer> wanted(
            Role role, int count, Collection<Integer> staying, Collection<Integer> leaving) {
        boolean fixed = role.storage().values().stream().anyMatch(Storage::keep);
        NavigableSet<Integer> wanted = new TreeSet<>();
        if (!fixed) {
            staying.stream().sorted().limit(count).forEach(wanted::add);
        }
        for (int ordinal = 0; wanted.size() < count; ordinal++) {
            if (fixed || !leaving.contains(ordinal)) {
                wanted.add(ordinal);
            }
        }
        return wanted;
    }
}
