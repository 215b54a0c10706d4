package dev.parallax.puppetconsul.catalog;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host, which has one version of each package, makes of the packages of a component. */
final class PinnedPackages {
    private PinnedPackages() {}

    static Fidelity fidelity(Artifact artifact, FieldUse use) {
        Optional<Fidelity> refused = use.within(Application.class)
                .flatMap(application -> use.within(Role.class).flatMap(role -> torn(artifact, role, application)));
        if (refused.isPresent()) {
            return refused.get();
        }
        List<String> how = new ArrayList<>();
        if (artifact.packages().stream().anyMatch(entry -> !entry.contains("="))) {
            how.add("a package without a version stays as it is installed when metadata.version changes;"
                    + " write NAME=VERSION to have it changed");
        }
        if (!Artifact.pins(artifact).isEmpty()) {
            how.add("a host has one version of a package: where two of this application meet it is the newer one's,"
                    + " over which older processes run on");
        }
        return how.isEmpty() ? Fidelity.EXACT : new Fidelity.Approximated(String.join("; ", how));
    }

    /** Two roles that are pinned to different versions may not meet on a host. */
    private static Optional<Fidelity> torn(Artifact artifact, Role role, Application application) {
        String own = application.roles().entrySet().stream()
                .filter(entry -> entry.getValue() == role)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return application.roles().entrySet().stream()
                .filter(other -> other.getValue() != role
                        && !role.replicas().apart().contains(other.getKey())
                        && !other.getValue().replicas().apart().contains(own))
                .flatMap(other -> other.getValue().components().values().stream()
                        .flatMap(component -> Artifact.pins(component.artifact()).entrySet().stream())
                        .filter(pin -> !Artifact.pins(artifact)
                                .getOrDefault(pin.getKey(), pin.getValue())
                                .equals(pin.getValue()))
                        .map(pin -> (Fidelity) new Fidelity.Refused("role " + other.getKey() + " has "
                                + pin.getKey() + "=" + pin.getValue()
                                + ", and a host has one version of a package; write the same one, or replicas.apart: ["
                                + other.getKey() + "]")))
                .findFirst();
    }
}
