package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Limits;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final Limits LIMITS =
            Limits.builder().cpu(new Cpu(500)).memory(ByteSize.parse("64Mi")).build();

    @Test
    void countsWhatIsRequestedAndTheLimitWhereNothingIs() {
        Demand demand = Demand.of(
                "shop",
                "web",
                role(Map.of(
                        "app",
                        component(LIMITS, Requests.builder().cpu(new Cpu(100)).build()),
                        "sidecar",
                        component(
                                Limits.builder().build(),
                                Requests.builder()
                                        .memory(ByteSize.parse("32Mi"))
                                        .build()),
                        "log",
                        component(LIMITS, Requests.builder().build()))),
                List.of("web-0"));

        assertThat(demand.cpuMillis()).isEqualTo(100 + 500);
        assertThat(demand.memoryBytes()).isEqualTo((64L + 32 + 64) << 20);
    }

    @Test
    void hasARefusalNameWhatTheHostLacksOfARequest() {
        Host host = new Host(
                "h1", "10.0.0.1", true, false, Map.of(), Optional.of(250L), Optional.of(1L << 30), Optional.empty());
        Role role = role(Map.of(
                "app", component(LIMITS, Requests.builder().cpu(new Cpu(100)).build())));

        Placement placement = Placer.place(
                List.of(host),
                List.of(Demand.of("shop", "web", role, List.of("web-0", "web-1", "web-2"))),
                List.of(),
                Map.of());

        assertThat(placement.seats()).hasSize(2);
        assertThat(placement.refusals())
                .extracting(Refusal::toString)
                .containsExactly("web-2 has no host: h1 has 50m cpu left, 100m needed");
    }

    private static Role role(Map<String, Component> components) {
        return Role.builder().putAllComponents(components).build();
    }

    private static Component component(Limits limits, Requests requests) {
        return Component.builder()
                .artifact(Artifact.builder().image("shop:1").build())
                .limits(limits)
                .requests(requests)
                .build();
    }
}
