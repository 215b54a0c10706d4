package dev.parallax.puppetconsul;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.model.Secret;
import dev.parallax.puppetconsul.catalog.CatalogFidelity;
import dev.parallax.puppetconsul.controller.ControllerFidelity;

/** What a fleet makes of each field of a definition. */
final class FleetFidelity {
    static final FidelityRules RULES = FidelityRules.builder()
            .include(CatalogFidelity.RULES)
            .include(ControllerFidelity.RULES)
            .include(OwnRules.RULES)
            .include(ClaimedNames.FIDELITY)
            .exact(Secret.Existing.class, "consul")
            .rule(
                    Secret.Existing.class,
                    "kubernetes",
                    secret -> secret.consul().isPresent()
                            ? Fidelity.EXACT
                            : new Fidelity.Refused(
                                    "a fleet has no Secrets of Kubernetes; write existing.consul: KEY, too"))
            .build();

    private FleetFidelity() {}
}
