package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How many replicas a role has, where they may run, and how they are changed and replaced. When {@link #spread}, {@link #spreadOver}, {@link
 * #apart} or {@link #pin} change, replicas whose hosts do not fit any more move as part of the rollout, within {@link #update}; those that
 * keep storage stay with it.
 */
@Value.Immutable
@ParallaxStyle
@JsonSerialize(as = ImmutableReplicaPolicy.class)
@JsonDeserialize(builder = ReplicaPolicy.Builder.class)
public interface ReplicaPolicy {
    default int count() {
        return 1;
    }

    /** Whether replicas of the role may share a host. */
    default Spread spread() {
        return Spread.NONE;
    }

    /**
     * A label of hosts over whose values replicas are spread evenly: a new one goes where no value has fewer, of those that a host has that is
     * alive, not cordoned and fits {@link #pin()}. A host without the label takes none. What became uneven
     * because a host was lost and came back stays so until the next change.
     */
    Optional<String> spreadOver();

    /** Roles of the application of which no replica shares a host with one of this role, whichever came first. */
    List<String> apart();

    /** Labels a host must have, all of them, to carry a replica. */
    Map<String, String> pin();

    default UpdatePolicy update() {
        return UpdatePolicy.builder().build();
    }

    default RecoveryPolicy recovery() {
        return RecoveryPolicy.builder().build();
    }

    /** Ready replicas that no voluntary disruption may undercut; 0: no such bound. */
    default int minAvailable() {
        return 0;
    }

    default DriftPolicy drift() {
        return DriftPolicy.REPAIR;
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link ReplicaPolicy}. */
    class Builder extends ImmutableReplicaPolicy.Builder {}
}
