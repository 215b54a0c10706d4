package dev.parallax.puppetconsul;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.model.Secret;
import dev.parallax.puppetconsul.catalog.CatalogFidelity;
import dev.parallax.puppetconsul.controller.ControllerFidelity;
import dev.parallax.puppetconsul.profile.FleetProfile;

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

    /** As a fleet of this profile makes them. */
    static FidelityRules rules(FleetProfile profile) {
        return RULES.overruledBy(CatalogFidelity.of(profile)).overruledBy(ControllerFidelity.of(profile));
    }
}
