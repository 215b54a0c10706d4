package dev.parallax.puppetconsul.catalog;

import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Application;
import dev.parallax.model.Provider;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.puppetconsul.profile.FleetProfile;

/** What hosts make of the fields that they are told. */
public final class CatalogFidelity {
    public static final FidelityRules RULES = FidelityRules.builder()
            .include(ReplicaData.FIDELITY)
            .include(ComponentData.FIDELITY)
            .include(CheckData.FIDELITY)
            .exact(Application.class, "version")
            .exact(Service.class, "role", "external", "exposure")
            .exact(Provider.class, "application", "service")
            .exact(ServicePort.class, "port", "target")
            .build();

    private CatalogFidelity() {}

    /** What they make otherwise by this profile. */
    public static FidelityRules of(FleetProfile profile) {
        return profile.platform().map(CheckData::byPlatform).orElseGet(() -> FidelityRules.builder()
                .build());
    }
}
