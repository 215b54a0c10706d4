package dev.parallax.definition;

import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import java.util.List;
import java.util.stream.Stream;

/** Counts fit each other: nothing waits for more replicas than there are, and rollouts can go on. */
final class ReplicaRule implements Rule {
    @Override
    public void check(Application application, Findings findings) {
        DocumentPath roles = DocumentPath.ROOT.child("roles");
        if (application.roles().isEmpty() && findings.keys(roles).isEmpty()) {
            findings.addEmpty(roles, "describe at least one role");
        }
        application.roles().forEach((name, role) -> {
            DocumentPath path = DocumentPath.ROOT.child("roles", name);
            policy(role.replicas(), path.child("replicas"), findings);
            requirements(application, role.requires(), path.child("requires"), findings);
        });
        application.steps().forEach((name, step) -> {
            DocumentPath path = DocumentPath.ROOT.child("steps", name);
            requirements(application, step.requires(), path.child("requires"), findings);
            Times.positive(step.timeout(), path.child("timeout"), findings);
            findings.addUnless(step.retries() >= 0, path.child("retries"), "is " + step.retries(), "write 0 or more");
        });
    }

    private static void policy(ReplicaPolicy policy, DocumentPath path, Findings findings) {
        int count = policy.count();
        findings.addUnless(
                count >= 0 && count <= RoleForm.MOST_REPLICAS,
                path.child("count"),
                "is " + count,
                "write a whole number from 0 to " + RoleForm.MOST_REPLICAS);
        boolean fits = policy.minAvailable() <= count || !findings.isCertain(path.child("count"));
        findings.addUnless(
                policy.minAvailable() >= 0 && fits,
                path.child("minAvailable"),
                "is " + policy.minAvailable() + " of " + count + " replicas"
                        + findings.because(path.child("minAvailable"), path.child("count")),
                "write a whole number from 0 to " + count);
        int unavailable = policy.update().maxUnavailable();
        int surge = policy.update().maxSurge();
        boolean certain = Stream.of("maxUnavailable", "maxSurge")
                .allMatch(bound -> findings.isCertain(path.child("update", bound)));
        findings.addUnless(
                !certain || (unavailable >= 0 && surge >= 0 && unavailable + surge > 0),
                path.child("update"),
                "maxUnavailable is " + unavailable + " and maxSurge is " + surge + ", so that no rollout could go on"
                        + findings.because(
                                path.child("update"),
                                path.child("update", "maxUnavailable"),
                                path.child("update", "maxSurge")),
                "write 1 for one of them");
        Times.positive(policy.update().deadline(), path.child("update", "deadline"), findings);
        findings.addUnless(
                !policy.recovery().hostLostAfter().isNegative(),
                path.child("recovery", "hostLostAfter"),
                "is negative",
                "write 0s or more");
    }

    private static void requirements(
            Application application, List<Requirement> requires, DocumentPath path, Findings findings) {
        for (int i = 0; i < requires.size(); i++) {
            DocumentPath place = path.child(i);
            Times.positive(requires.get(i).timeout(), place.child("timeout"), findings);
            if (requires.get(i) instanceof Requirement.OfService service) {
                Service found = application.services().get(service.service());
                String role = found == null ? "" : found.role().orElse("");
                atMost(service.min(), role, application, place.child("min"), findings);
            } else if (requires.get(i) instanceof Requirement.OfRole role) {
                atMost(role.min(), role.role(), application, place.child("min"), findings);
            }
        }
    }

    private static void atMost(int min, String role, Application application, DocumentPath path, Findings findings) {
        findings.addUnless(min >= 1, path, "is " + min, "write 1 or more");
        Role found = application.roles().get(role);
        DocumentPath counted = DocumentPath.ROOT.child("roles", role, "replicas", "count");
        if (found != null && min > found.replicas().count() && findings.isCertain(counted)) {
            int count = found.replicas().count();
            findings.add(
                    path,
                    "is " + min + ", but role '" + role + "' has " + count + (count == 1 ? " replica" : " replicas")
                            + findings.because(path, counted),
                    count == 0 ? "give the role replicas" : "write at most " + count);
        }
    }
}
