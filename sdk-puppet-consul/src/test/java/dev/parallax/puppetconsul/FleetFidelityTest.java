package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.Application;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.UpdatePolicy;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FleetFidelityTest {
    @Test
    void speaksOfEveryFieldOfTheModel() {
        assertThat(FleetFidelity.RULES.missing()).isEmpty();
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
        Application application = Application.builder()
                .name("shop")
                .version("1")
                .putRoles("web", role)
                .build();
        return FleetFidelity.RULES.assess("puppet-consul", application).fields().stream()
                .filter(line -> line.path().equals("roles.web.replicas.minAvailable"))
                .map(line -> line.fidelity().remark())
                .collect(Collectors.joining());
    }
}
