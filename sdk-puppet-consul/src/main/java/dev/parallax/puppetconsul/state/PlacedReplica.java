package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parallax.model.Role;
import dev.parallax.plan.Ordinals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A replica, the host it belongs to, the revision its data is made from, and how far it is; {@code since}: when it came there.
 */
public record PlacedReplica(String role, String replica, String host, Instant since, long revision, Phase phase) {

    public static String name(String role, int ordinal) {
        return role + "-" + ordinal;
    }

    /**
     * The names of a role's replicas, {@code extra} more than its policy counts, as {@link Ordinals} has it: of those {@code present} that
     * stay, and of those to come.
     */
    public static List<String> wanted(String name, Role role, int extra, Collection<PlacedReplica> present) {
        List<Integer> staying = new ArrayList<>();
        List<Integer> leaving = new ArrayList<>();
        present.stream()
                .filter(replica -> replica.role().equals(name))
                .forEach(replica -> (replica.isLeaving() ? leaving : staying).add(replica.ordinal()));
        return Ordinals.wanted(role, role.replicas().count() + extra, staying, leaving).stream()
                .map(ordinal -> name(name, ordinal))
                .toList();
    }

    /** The number at the end of the name. */
    public int ordinal() {
        return Integer.parseInt(replica.substring(role.length() + 1));
    }

    /** Whether it is on its way out. */
    public boolean isLeaving() {
        return phase == Phase.LEAVING || phase == Phase.STOPPING;
    }

    public PlacedReplica at(Phase next, Instant when) {
        return new PlacedReplica(role, replica, host, when, revision, next);
    }

    public PlacedReplica startingAt(long newRevision, Instant when) {
        return new PlacedReplica(role, replica, host, when, newRevision, Phase.STARTING);
    }

    /** The same replica, from the data of another revision that does not differ. */
    public PlacedReplica relabelled(long newRevision) {
        return new PlacedReplica(role, replica, host, since, newRevision, phase);
    }

    /** How far a replica is. */
    public enum Phase {
        /** It has a place, and waits for what its role requires. Its host does not know of it yet. */
        @JsonProperty("held")
        HELD,
        /** Its host has been given its data and has not yet said that it runs. */
        @JsonProperty("starting")
        STARTING,
        /** Its host has said that it runs. */
        @JsonProperty("running")
        RUNNING,
        /** It runs, no service leads to it any more, and it is about to be given new data. */
        @JsonProperty("draining")
        DRAINING,
        /** It runs, no service leads to it any more, and it is about to be taken away. */
        @JsonProperty("leaving")
        LEAVING,
        /** Its host has been told to stop it, and has not yet said that it did. */
        @JsonProperty("stopping")
        STOPPING
    }
}
