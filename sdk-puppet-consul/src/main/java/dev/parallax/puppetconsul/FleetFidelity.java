package dev.parallax.puppetconsul;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.OwnRules;
import dev.parallax.puppetconsul.catalog.CatalogFidelity;
import dev.parallax.puppetconsul.controller.ControllerFidelity;

/** What a fleet makes of each field of a definition. */
final class FleetFidelity {
    static final FidelityRules RULES = FidelityRules.builder()
            .include(CatalogFidelity.RULES)
            .include(ControllerFidelity.RULES)
            .include(OwnRules.RULES)
            .build();

    private FleetFidelity() {}
}
