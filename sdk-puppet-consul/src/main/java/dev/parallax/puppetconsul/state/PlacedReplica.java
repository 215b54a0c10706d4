package dev.parallax.puppetconsul.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A replica, the host it belongs to, the revision its data is made from, and how far it is; {@code since}: when it came there.
 */
public record PlacedReplica(String role, String replica, String host, Instant since, long revision, Phase phase) {

    public static String name(String role, int ordinal) {
        return role + "-" + ordinal;
    }

    /** The number at the end of the name. */
    public int ordinal() {
        return Integer.parseInt(replica.substring(role.length() + 1));
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
