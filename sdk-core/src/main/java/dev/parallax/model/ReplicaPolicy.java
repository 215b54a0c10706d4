package dev.parallax.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parallax.ParallaxStyle;
import java.util.Map;
import org.immutables.value.Value;

/** How many replicas a role has, where they may run, and how they are changed and replaced. */
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
