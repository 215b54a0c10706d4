package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Check;
import dev.parallax.model.Checks;
import dev.parallax.model.Component;
import dev.parallax.model.Probe;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.StatusRange;
import dev.parallax.model.UpdatePolicy;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FleetFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(FleetFidelity.RULES.missing()).isEmpty();
    }

    @Test
    void tellsThatThePlatformsTimersAreThoseOfChecksWhereTheyAre() {
        Application application = DefinitionReader.read(
                Path.of("../examples/keystone/keystone.yaml").toAbsolutePath().normalize());

        assertThat(FleetFidelity.rules(FleetProfile.CLASSIC).missing()).isEmpty();
        assertThat(FleetFidelity.rules(FleetProfile.CLASSIC)
                        .assess("puppet-consul", application)
                        .fields())
                .filteredOn(line -> line.path().matches("roles.keystone.*(ready.every|hostLostAfter|update.onFailure)"))
                .extracting(line -> line.fidelity().remark())
                .containsExactlyInAnyOrder(
                        "the platform's period is that of all ready checks: 10s",
                        "what a lost host carried is placed anew by the next job that keeps the counts, each 30m",
                        "a replica that does not come up keeps its place in the rollout until somebody puts it right");
        assertThat(FleetFidelity.rules(FleetProfile.RECONCILED).assess("puppet-consul", application))
                .isEqualTo(FleetFidelity.RULES.assess("puppet-consul", application));
    }

    @Test
    void tellsThatAPackageWithoutAVersionStays() {
        assertThat(ofPackages("shop", "shop=1", Set.of()))
                .isEqualTo("a package without a version stays as it is installed when metadata.version changes; write"
                        + " NAME=VERSION to have it changed");
        assertThat(ofPackages("shop=1", "shop", Set.of())).startsWith("a host has one version of a package: ");
    }

    @Test
    void refusesRolesOfDifferentPackagesThatMayMeetOnAHost() {
        assertThat(ofPackages("shop=1", "shop=2", Set.of()))
                .isEqualTo("role other has shop=2, and a host has one version of a package; write the same one, or"
                        + " replicas.apart: [other]");
        assertThat(ofPackages("shop=1", "shop=2", Set.of("other"))).startsWith("a host has one version");
        assertThat(ofPackages("shop=1", "shop=1", Set.of())).startsWith("a host has one version");
    }

    private static String ofPackages(String own, String others, Set<String> apart) {
        Application application = Application.builder()
                .name("shop")
                .version("1")
                .putRoles("web", packaged(own, apart))
                .putRoles("other", packaged(others, Set.of()))
                .build();
        return FleetFidelity.RULES.assess("puppet-consul", application).fields().stream()
                .filter(line -> line.path().equals("roles.web.components.app.artifact.packages"))
                .map(line -> line.fidelity().remark())
                .collect(Collectors.joining());
    }

    private static Role packaged(String packages, Set<String> apart) {
        return Role.builder()
                .replicas(ReplicaPolicy.builder().addAllApart(apart).build())
                .putComponents(
                        "app",
                        Component.builder()
                                .artifact(Artifact.builder()
                                        .image("shop:1")
                                        .addPackages(packages)
                                        .build())
                                .addCommand("shop")
                                .build())
                .build();
    }

    @Test
    void goesByTheStatusesThatAreNamed() {
        assertThat(ofStatus(StatusRange.SUCCESS)).contains("Consul takes a status from 200 to 299");
        assertThat(ofStatus(new StatusRange(204, 204))).isEmpty();
        assertThat(ofStatus(new StatusRange(401, 404))).isEmpty();
    }

    private static String ofStatus(StatusRange status) {
        Check check = Check.builder()
                .probe(new Probe.Http("/", "http", Map.of(), status))
                .build();
        Role role = Role.builder()
                .putComponents(
                        "app",
                        Component.builder()
                                .artifact(Artifact.builder().image("shop:1").build())
                                .addCommand("shop")
                                .putPorts("http", 80)
                                .checks(Checks.builder().ready(check).build())
                                .build())
                .build();
        return remark(role, "roles.web.components.app.checks.ready.status");
    }

    @Test
    void tellsThatNoRolloutGoesOnWhereEveryReplicaIsHeld() {
        assertThat(heldAt(3, 3, 0)).contains("none can be brought to a new version; write at most 2, or maxSurge: 1");
        assertThat(heldAt(1, 1, 0)).contains("write 0, or maxSurge: 1");
        assertThat(heldAt(3, 3, 1)).isEmpty();
        assertThat(heldAt(3, 2, 0)).isEmpty();
        assertThat(heldAt(1, 0, 0)).isEmpty();
        assertThat(heldAt(0, 0, 0)).isEmpty();
    }

    /** What is said of {@code minAvailable}; empty where it is exact. */
    private static String heldAt(int count, int minAvailable, int maxSurge) {
        Role role = Role.builder()
                .replicas(ReplicaPolicy.builder()
                        .count(count)
                        .minAvailable(minAvailable)
                        .update(UpdatePolicy.builder().maxSurge(maxSurge).build())
                        .build())
                .build();
        return remark(role, "roles.web.replicas.minAvailable");
    }

    private static String remark(Role role, String path) {
        Application application = Application.builder()
                .name("shop")
                .version("1")
                .putRoles("web", role)
                .build();
        return FleetFidelity.RULES.assess("puppet-consul", application).fields().stream()
                .filter(line -> line.path().equals(path))
                .map(line -> line.fidelity().remark())
                .collect(Collectors.joining());
    }
}
