package dev.parallax.plan;

import dev.parallax.model.ReplicaPolicy;

/** What of a policy says which hosts a role's replicas may be on. */
public final class PlacementRules {
    private PlacementRules() {}

    /** The policy without all else: two roles that have these alike may have their replicas on the same hosts. */
    public static ReplicaPolicy of(ReplicaPolicy policy) {
        return ReplicaPolicy.builder()
                .spread(policy.spread())
                .spreadOver(policy.spreadOver())
                .apart(policy.apart())
                .pin(policy.pin())
                .build();
    }
}
