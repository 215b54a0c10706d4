package dev.parallax.puppetconsul.controller;

import dev.parallax.definition.DurationText;
import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.puppetconsul.profile.FleetProfile;

/** What the controller makes of the fields that it keeps to itself. */
public final class ControllerFidelity {
    public static final FidelityRules RULES = FidelityRules.builder()
            .exact(ReplicaPolicy.class, "count", "spread", "spreadOver", "apart", "pin", "drift")
            .rule(ReplicaPolicy.class, "minAvailable", ControllerFidelity::available)
            .rule(UpdatePolicy.class, "maxUnavailable", ControllerFidelity::unavailable)
            .rule(UpdatePolicy.class, "maxSurge", ControllerFidelity::surge)
            .exact(UpdatePolicy.class, "deadline", "onFailure")
            .exact(RecoveryPolicy.class, "hostLostAfter")
            .exact(Requirement.OfService.class, "service", "min", "timeout")
            .exact(Requirement.OfRole.class, "role", "min", "timeout")
            .exact(Requirement.OfStep.class, "step", "timeout")
            .exact(Step.class, "use", "command", "retries", "timeout")
            .build();

    private ControllerFidelity() {}

    /** What it makes of them otherwise by this profile. */
    public static FidelityRules of(FleetProfile profile) {
        FidelityRules.Builder rules = FidelityRules.builder();
        profile.counting()
                .ifPresent(period -> rules.approximated(
                        "what a lost host carried is placed anew by the next job that keeps the counts, each "
                                + DurationText.format(period),
                        RecoveryPolicy.class,
                        "hostLostAfter"));
        if (profile.polling().isPresent()) {
            rules.approximated(
                            "a replica that does not come up keeps its place in the rollout until somebody puts it right",
                            UpdatePolicy.class,
                            "deadline",
                            "onFailure")
                    .approximated("it is waited for without end", Requirement.OfService.class, "timeout")
                    .approximated("it is waited for without end", Requirement.OfRole.class, "timeout")
                    .approximated("it is waited for without end", Requirement.OfStep.class, "timeout")
                    .rule(
                            ReplicaPolicy.class,
                            "drift",
                            policy -> policy.drift() == DriftPolicy.REPORT
                                    ? Fidelity.EXACT
                                    : new Fidelity.Approximated(
                                            "what was changed by hand stays until a run of Puppet that has another cause"));
        }
        return rules.build();
    }

    /**
     * Not refused: a role may be scaled in to as few for a while, and out again. A rollout meanwhile says at once that it cannot go on, and fails at
     * its deadline.
     */
    private static Fidelity available(ReplicaPolicy policy, FieldUse use) {
        boolean extra = policy.update().maxSurge() > 0 && !hasStorage(use);
        return extra || policy.count() == 0 || policy.minAvailable() < policy.count()
                ? Fidelity.EXACT
                : new Fidelity.Approximated(
                        "bounds rollouts, too: while all replicas are held, none can be brought to a new version;"
                                + " write " + (policy.count() == 1 ? "" : "at most ") + (policy.count() - 1)
                                + (hasStorage(use) ? "" : ", or maxSurge: 1"));
    }

    private static Fidelity unavailable(UpdatePolicy update, FieldUse use) {
        return update.maxUnavailable() == 0 && hasStorage(use)
                ? new Fidelity.Refused(
                        "a replica has to stop before its successor can have its storage;" + " write maxUnavailable: 1")
                : Fidelity.EXACT;
    }

    private static Fidelity surge(UpdatePolicy update, FieldUse use) {
        if (update.maxSurge() == 0) {
            return Fidelity.EXACT;
        }
        return new Fidelity.Approximated(
                hasStorage(use)
                        ? "0: storage belongs to one replica"
                        : "as far as hosts are left on which the role's ports are free");
    }

    private static boolean hasStorage(FieldUse use) {
        return use.within(Role.class).filter(role -> !role.storage().isEmpty()).isPresent();
    }
}
