package dev.parallax.puppetconsul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Plan;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.Since;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class KeystoneOnTestFleetIT {
    @TempDir
    Path folder;

    private TestFleet fleet;
    private PuppetConsulBackend backend;
    private final Application keystone = DefinitionReader.read(
            Path.of("../examples/keystone/keystone.yaml").toAbsolutePath().normalize());

    @BeforeEach
    void start() {
        fleet = TestFleet.start(folder, 4);
        backend = fleet.open();
    }

    @AfterEach
    void stop() {
        backend.close();
        fleet.close();
    }

    @Test
    void deploysRecoversAndDeletes() throws InterruptedException {
        assertThat(backend.plan(keystone).changes())
                .extracting(Plan.Change::action)
                .containsOnly(Plan.Action.CREATE);

        ApplicationStatus status = backend.apply(keystone).await(Duration.ofSeconds(30));

        assertThat(status.services().get("identity").readyEndpoints()).hasSize(3);
        assertThat(backend.plan(keystone).changes())
                .extracting(Plan.Change::action)
                .containsOnly(Plan.Action.UNCHANGED);
        List<String> log =
                fleet.hosts().stream().flatMap(host -> host.log().stream()).toList();
        assertThat(log)
                .filteredOn(line -> line.startsWith("step "))
                .containsExactlyInAnyOrder("step keystone-db-sync-22.0.2-1", "step keystone-bootstrap-22.0.2-1");
        assertThat(backend.inspect("keystone").roles().get("keystone"))
                .hasSize(3)
                .allSatisfy(replica ->
                        assertThat(replica.components().get("api").checks()).containsKeys("ready", "alive"));

        String victim = hostOf(status, "keystone-1");
        fleet.host(victim).die();
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    ApplicationStatus now = backend.observe("keystone").orElseThrow();
                    return now.isReady() && !hosts(now).contains(victim);
                });
        fleet.host(victim).comeBack();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> fleet.host(victim).log().stream().anyMatch(line -> line.startsWith("deregister")));

        backend.delete("keystone", DeleteOptions.defaults());
        assertThat(backend.observe("keystone")).isEmpty();
        try (var consul = fleet.consul().connect()) {
            assertThat(consul.entries("parallax/apps/", Since.NOW).value())
                    .allSatisfy(entry -> assertThat(entry.key()).contains("/secrets/"));
        }
    }

    private static String hostOf(ApplicationStatus status, String replica) {
        return status.roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .filter(found -> found.name().equals(replica))
                .map(found -> found.host().orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> hosts(ApplicationStatus status) {
        return status.roles().get("keystone").replicas().stream()
                .map(replica -> replica.host().orElse(""))
                .collect(Collectors.toSet());
    }
}
