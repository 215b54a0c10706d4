package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.model.Requirement;
import dev.parallax.model.Secret;

/** What Kubernetes makes of each field of a definition: the rules of the classes that realise them, and of what realises none. */
public final class KubernetesFidelity {
    private static final String ORDER = "kept by the process that applies; when it ends midway, the next apply goes on";
    public static final FidelityRules RULES = FidelityRules.builder()
            .include(Manifests.FIDELITY)
            .include(Workloads.FIDELITY)
            .include(PodTemplates.FIDELITY)
            .include(Containers.FIDELITY)
            .include(ComponentFiles.FIDELITY)
            .include(SecurityContexts.FIDELITY)
            .include(Probes.FIDELITY)
            .include(OwnRules.RULES)
            .exact(Secret.Existing.class, "kubernetes")
            .rule(
                    Secret.Existing.class,
                    "consul",
                    secret -> secret.kubernetes().isPresent()
                            ? Fidelity.EXACT
                            : new Fidelity.Refused(
                                    "a cluster has no keys of Consul's; write existing.kubernetes: NAME/KEY, too"))
            .approximated(ORDER, Requirement.OfService.class, "service", "min", "timeout")
            .approximated(ORDER, Requirement.OfRole.class, "role", "min", "timeout")
            .approximated(ORDER, Requirement.OfStep.class, "step", "timeout")
            .build();

    private KubernetesFidelity() {}
}
