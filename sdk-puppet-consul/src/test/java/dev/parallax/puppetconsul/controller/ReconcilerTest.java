package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.EnvValue;
import dev.parallax.model.Role;
import dev.parallax.puppetconsul.consul.KvOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ReconcilerTest {
    private final PaperFleet fleet = new PaperFleet(4);

    private static Application shop(String version, int count, String greeting) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%s"}
                services:
                  db: {role: db, ports: {sql: 3306}}
                  web: {role: web, ports: {http: 80}, exposure: public}
                steps:
                  migrate: {use: web/app, command: [/bin/migrate], requires: [{service: db}], retries: 2}
                roles:
                  db:
                    storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                    components:
                      sql:
                        artifact: {image: "db:1"}
                        command: [/bin/db]
                        ports: {sql: 3306}
                        checks: {ready: {tcp: sql}}
                  web:
                    replicas:
                      count: %d
                      spread: host
                      update: {maxUnavailable: 1, deadline: 1m, onFailure: rollback}
                      recovery: {hostLostAfter: 1s}
                    requires: [{step: migrate}]
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {GREETING: "%s"}
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                """.formatted(version, count, greeting), "shop.yaml", Path.of("."));
    }

    private ApplicationStatus deploy(Application application) {
        fleet.want(application);
        fleet.settle();
        return fleet.status("shop");
    }

    @Test
    void deploysInWavesAndComesToRest() {
        fleet.want(shop("1", 3, "hello"));
        fleet.settle(now -> {
            boolean web = now.running().keySet().stream().anyMatch(name -> name.startsWith("shop-web"));
            ApplicationStatus status = now.status("shop");
            if (web) {
                assertThat(status.steps().get("migrate").state()).isEqualTo(StepState.SUCCEEDED);
            }
            if (!now.stepRuns().isEmpty()) {
                assertThat(now.running()).containsKey("shop-db-0");
            }
        });

        ApplicationStatus status = fleet.status("shop");
        assertThat(status.isReady()).isTrue();
        assertThat(fleet.stepRuns()).isEqualTo(Map.of("shop-migrate-1-1", 1));
        assertThat(status.services().get("web").publicAddress()).contains("10.3.0.1");
        assertThat(status.services().get("web").readyEndpoints()).hasSize(3);
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void takesPublicAddressesToEveryEdgeHost() {
        deploy(shop("1", 3, "hello"));

        assertThat(fleet.data("h1").path("parallax::edge").path("priority").asInt())
                .isGreaterThan(
                        fleet.data("h2").path("parallax::edge").path("priority").asInt());
        assertThat(fleet.data("h4").path("parallax::edge").path("addresses").toString())
                .isEqualTo("[\"10.3.0.1\"]");
    }

    @Test
    void replacesReplicasOfLostHostOnceItIsLostForLongEnough() {
        deploy(shop("1", 3, "hello"));
        String lost = fleet.running().get("shop-web-1");
        fleet.lose(lost);
        fleet.settle();
        assertThat(fleet.decide().lookAgain()).isPresent();
        assertThat(stateOf("web-1")).isEqualTo(ReplicaState.LOST);

        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.running().get("shop-web-1")).isNotEqualTo(lost);
        fleet.giveBack(lost);
        fleet.settle();
        assertThat(fleet.data(lost).path("parallax::replicas")).isEmpty();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void countsNoTimeInWhichConsulCouldNotBeAsked() {
        deploy(shop("1", 3, "hello"));
        String lost = fleet.running().get("shop-web-1");
        fleet.lose(lost);
        fleet.settle();

        fleet.pass(Duration.ofMinutes(1));
        fleet.comeInSight();
        fleet.settle();
        assertThat(stateOf("web-1")).as("its host may be back").isEqualTo(ReplicaState.LOST);

        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();
        assertThat(fleet.running().get("shop-web-1")).isNotNull().isNotEqualTo(lost);
    }

    @Test
    void takesAHostThatConsulForgotForALostOne() {
        deploy(shop("1", 3, "hello"));
        Map<String, String> before = fleet.running();
        String forgotten = before.get("shop-web-1");

        fleet.forget(forgotten);
        fleet.settle();
        assertThat(fleet.running()).isEqualTo(before);
        fleet.remember(forgotten);
        fleet.settle();
        assertThat(fleet.running()).isEqualTo(before);
        assertThat(fleet.status("shop").isReady()).isTrue();

        fleet.forget(forgotten);
        fleet.settle();
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void doesNotFailARolloutForTimeInWhichConsulCouldNotBeAsked() {
        deploy(shop("1", 3, "hello"));
        fleet.healthy(replica -> !replica.toString().contains("slow"));
        fleet.want(shop("1", 3, "slow"));
        fleet.settle();

        fleet.pass(Duration.ofMinutes(10));
        fleet.comeInSight();
        fleet.settle();
        assertThat(fleet.desired("shop").orElseThrow().revision()).isEqualTo(2);

        fleet.healthy(replica -> true);
        fleet.settle();
        assertThat(fleet.desired("shop").orElseThrow().revision()).isEqualTo(2);
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void neverMovesKeptStorage() {
        deploy(shop("1", 1, "hello"));
        String home = fleet.running().get("shop-db-0");
        fleet.lose(home);
        fleet.pass(Duration.ofHours(1));
        fleet.settle();

        assertThat(stateOf("db-0")).isEqualTo(ReplicaState.LOST);
        fleet.giveBack(home);
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.running()).containsEntry("shop-db-0", home);
    }

    @Test
    void keepsReplicaWithItsLostHostWhenNoOtherCanTakeIt() {
        PaperFleet small = new PaperFleet(3);
        small.want(shop("1", 3, "hello"));
        small.settle();
        small.lose("h2");
        small.settle();
        small.pass(Duration.ofSeconds(2));
        small.settle();

        assertThat(small.world()
                        .apps()
                        .get("shop")
                        .status()
                        .value()
                        .orElseThrow()
                        .refusals())
                .singleElement()
                .asString()
                .contains("has no host", "h2 is lost");
        small.giveBack("h2");
        small.settle();
        assertThat(small.status("shop").isReady()).isTrue();
    }

    @Test
    void updatesReplicaByReplicaAndDrainsEachFirst() {
        deploy(shop("1", 3, "hello"));
        fleet.want(shop("1", 3, "goodbye"));
        Set<String> drained = new TreeSet<>();
        fleet.settle(now -> {
            ApplicationStatus status = now.status("shop");
            List<String> ready = status.roles().get("web").replicas().stream()
                    .filter(replica -> replica.state() == ReplicaState.READY)
                    .map(ApplicationStatus.ReplicaStatus::name)
                    .toList();
            assertThat(ready).hasSizeGreaterThanOrEqualTo(2);
            IntStream.rangeClosed(1, 4).forEach(host -> now.data("h" + host)
                    .path("parallax::replicas")
                    .properties()
                    .forEach(replica -> {
                        if (replica.getValue().path("registrations").isEmpty()) {
                            drained.add(replica.getKey());
                        }
                    }));
        });

        assertThat(drained).containsExactly("shop-web-0", "shop-web-1", "shop-web-2");
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.stepRuns()).as("once per version").isEqualTo(Map.of("shop-migrate-1-1", 1));
        assertThat(fleet.data(fleet.running().get("shop-web-2")).toString()).contains("goodbye");
    }

    @Test
    void stepsWaitForTheNewVersionOfWhatTheyRequire() {
        deploy(shop("1", 3, "hello"));
        Application next = shop("2", 3, "hello");
        Role db = next.roles().get("db");
        Component sql = Component.builder()
                .from(db.components().get("sql"))
                .putEnv("LEVEL", new EnvValue.Text("two"))
                .build();
        fleet.want(Application.builder()
                .from(next)
                .putRoles(
                        "db",
                        Role.builder().from(db).components(Map.of("sql", sql)).build())
                .build());
        fleet.settle(now -> {
            if (now.stepRuns().containsKey("shop-migrate-2-1")) {
                assertThat(now.running()).containsKey("shop-db-0");
                assertThat(now.data(now.running().get("shop-db-0")).toString()).contains("LEVEL");
            }
        });

        assertThat(fleet.stepRuns()).containsKey("shop-migrate-2-1");
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void onlyRelabelsReplicasThatANewVersionDoesNotChange() {
        deploy(shop("1", 3, "hello"));
        fleet.want(shop("2", 3, "hello"));
        fleet.settle(now -> assertThat(now.status("shop").roles().get("web").replicas())
                .allSatisfy(replica -> assertThat(replica.state()).isEqualTo(ReplicaState.READY)));

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.status("shop").roles().get("web").replicas())
                .extracting(ApplicationStatus.ReplicaStatus::version)
                .containsOnly("2");
        assertThat(fleet.stepRuns()).isEqualTo(Map.of("shop-migrate-1-1", 1, "shop-migrate-2-1", 1));
    }

    @Test
    void scalesInFromTheHighestNumber() {
        deploy(shop("1", 3, "hello"));
        deploy(shop("1", 1, "hello"));

        assertThat(fleet.running()).containsOnlyKeys("shop-db-0", "shop-web-0");
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void rollsBackWhatMakesNoProgressWithinItsDeadline() {
        deploy(shop("1", 3, "hello"));
        fleet.healthy(replica -> !replica.toString().contains("broken"));
        fleet.want(shop("1", 3, "broken"));
        fleet.settle();
        assertThat(fleet.running()).hasSize(4);
        assertThat(ready()).as("one is down, no more").isEqualTo(2);

        fleet.pass(Duration.ofMinutes(1));
        fleet.settle();

        assertThat(fleet.desired("shop").orElseThrow().revision()).isEqualTo(3);
        assertThat(fleet.desired("shop").orElseThrow().rolledBackFrom()).contains(2L);
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.data("h1").toString()).doesNotContain("broken");
    }

    @Test
    void triesAStepAgainAndGivesUpAfterItsRetries() {
        fleet.stepSucceeds(key -> false);
        deploy(shop("1", 1, "hello"));
        assertThat(fleet.failure("shop")).contains("step migrate failed 3 times: exit status 1: went wrong");
        assertThat(fleet.status("shop").steps().get("migrate").attempts()).isEqualTo(3);

        fleet.stepSucceeds(key -> key.endsWith("-3"));
        assertThat(deploy(shop("2", 1, "hello")).isReady()).isTrue();
    }

    @Test
    void rollsBackWhenAStepFailsForGood() {
        deploy(shop("1", 1, "hello"));
        fleet.stepSucceeds(key -> false);
        deploy(shop("2", 1, "hello"));

        assertThat(fleet.desired("shop").orElseThrow().rolledBackFrom()).contains(2L);
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.status("shop").version()).isEqualTo("1");
    }

    @Test
    void runsAStepElsewhereWhenItsHostIsLost() {
        fleet.want(shop("1", 1, "hello"));
        String host = "";
        while (host.isEmpty()) {
            fleet.commit(fleet.decide(), Integer.MAX_VALUE);
            for (int number = 1; number <= 4; number++) {
                if (fleet.data("h" + number).path("parallax::steps").size() > 0) {
                    host = "h" + number;
                }
            }
            if (host.isEmpty()) {
                fleet.hostsAct();
            }
        }
        fleet.lose(host);
        fleet.settle();
        fleet.pass(Duration.ofSeconds(2));
        fleet.settle();

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.stepRuns()).isEqualTo(Map.of("shop-migrate-1-2", 1));
    }

    @Test
    void deletesInReverseOrderAndForgetsTheApplication() {
        deploy(shop("1", 2, "hello"));
        fleet.delete("shop", false);
        fleet.settle(now -> {
            if (!now.running().containsKey("shop-db-0")) {
                assertThat(now.running()).isEmpty();
            }
        });

        assertThat(fleet.keys()).noneMatch(key -> key.startsWith("parallax/apps/"));
        assertThat(fleet.world().vips().value()).isEmpty();
        assertThat(fleet.world().storage().value()).isEmpty();
        assertThat(fleet.data("h1").path("parallax::services")).isEmpty();
    }

    @Test
    void comesBackToStorageThatWasKept() {
        deploy(shop("1", 1, "hello"));
        String home = fleet.running().get("shop-db-0");
        fleet.delete("shop", true);
        fleet.settle();
        assertThat(fleet.data(home).path("parallax::kept_storage").toString()).contains("shop/db/data");

        deploy(shop("2", 3, "hello"));
        assertThat(fleet.running()).containsEntry("shop-db-0", home);
    }

    @Test
    void tellsHostsOnlyAfterItHasWrittenWhy() {
        fleet.want(shop("1", 3, "hello"));
        List<String> keys = fleet.decide().commits().stream()
                .flatMap(List::stream)
                .map(KvOperation::key)
                .toList();

        assertThat(keys.indexOf("parallax/apps/shop/placement"))
                .isGreaterThanOrEqualTo(0)
                .isLessThan(keys.indexOf("parallax/hosts/h1/data"));
    }

    private ReplicaState stateOf(String replica) {
        return fleet.status("shop").roles().values().stream()
                .flatMap(role -> role.replicas().stream())
                .filter(found -> found.name().equals(replica))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private long ready() {
        return fleet.status("shop").roles().get("web").replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }
}
