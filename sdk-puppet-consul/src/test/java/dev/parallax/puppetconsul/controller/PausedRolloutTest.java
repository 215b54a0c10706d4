package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.Desired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What goes on, and what does not, while a rollout is paused. */
@NullUnmarked
class PausedRolloutTest {
    private final PaperFleet fleet = new PaperFleet(5);

    private static Application shop(String version, int count, String extra) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "%s"}
                steps: {migrate: {use: web/app, command: [/bin/migrate]}}
                roles:
                  web:
                    replicas: {count: %d, update: {maxUnavailable: 1, deadline: 1m, onFailure: rollback}}
                    requires: [{step: migrate}]
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web, "%s"]
                        ports: {http: 8080}
                        checks: {ready: {http: /healthz, port: http}}
                %s
                """.formatted(version, count, version, extra), "shop.yaml", Path.of("."));
    }

    private static Application shop(String version, int count) {
        return shop(version, count, "");
    }

    private void deploy(Application application) {
        fleet.want(application);
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    private void pause() {
        fleet.order("shop", Desired::held);
    }

    private void resume() {
        fleet.order("shop", desired -> desired.released(fleet.now()));
    }

    private List<ReplicaStatus> web() {
        return fleet.status("shop").roles().get("web").replicas();
    }

    private List<String> versions() {
        return web().stream().map(ReplicaStatus::version).sorted().toList();
    }

    @Test
    void heldChangeTouchesNothingUntilItIsResumed() {
        deploy(shop("1", 3));
        pause();
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        Map<String, String> before = fleet.running();
        fleet.want(shop("2", 2));
        fleet.settle(now -> assertThat(now.running()).isEqualTo(before));
        fleet.pass(Duration.ofMinutes(10));
        fleet.settle(now -> assertThat(now.running()).isEqualTo(before));

        ApplicationStatus held = fleet.status("shop");
        assertThat(held.isReady()).isFalse();
        assertThat(held.missing()).contains("its rollout is paused");
        assertThat(held.steps().get("migrate").state()).isEqualTo(StepState.WAITING);
        assertThat(versions()).containsExactly("1", "1", "1");
        assertThat(fleet.failure("shop")).isEmpty();

        resume();
        fleet.settle();
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(versions()).containsExactly("2", "2");
    }

    @Test
    void replicaOnItsWayArrivesAndNoOtherFollows() {
        deploy(shop("1", 3));
        fleet.want(shop("2", 3));
        while (versions().stream().noneMatch("2"::equals)) {
            fleet.commit(fleet.decide(), Integer.MAX_VALUE);
            fleet.hostsAct();
        }
        pause();
        fleet.settle();

        assertThat(versions()).containsExactly("1", "1", "2");
        assertThat(web()).extracting(ReplicaStatus::state).containsOnly(ReplicaState.READY);
    }

    @Test
    void failureWaitsForTheEndOfThePauseToBeToldAndRolledBack() {
        deploy(shop("1", 3));
        fleet.healthy(replica -> !replica.toString().contains("bad"));
        fleet.want(shop("bad", 3));
        fleet.settle();
        pause();
        fleet.pass(Duration.ofMinutes(10));
        fleet.settle();
        assertThat(fleet.desired("shop").map(Desired::version)).contains("bad");

        resume();
        fleet.pass(Duration.ofSeconds(59));
        fleet.settle();
        assertThat(fleet.desired("shop").map(Desired::version)).contains("bad");
        fleet.pass(Duration.ofSeconds(1));
        fleet.settle();
        assertThat(fleet.desired("shop").map(Desired::version)).contains("1");
        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.status("shop").rollout().reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("back to revision 1"));
    }

    @Test
    void replicasOfALostHostComeBackAsTheyWere() {
        deploy(shop("1", 1));
        pause();
        fleet.want(shop("2", 1));
        fleet.settle();
        String lost = fleet.running().get("shop-web-0");
        fleet.lose(lost);
        fleet.settle();
        fleet.pass(Duration.ofMinutes(10));
        fleet.settle();

        assertThat(fleet.running()).containsOnlyKeys("shop-web-0").doesNotContainValue(lost);
        assertThat(versions()).containsExactly("1");
        assertThat(web()).extracting(ReplicaStatus::state).containsExactly(ReplicaState.READY);
    }

    @Test
    void replacedReplicaComesBackAsItWas() {
        deploy(shop("1", 1));
        pause();
        fleet.want(shop("2", 1));
        fleet.settle();
        fleet.replace("shop", "web-0");
        fleet.settle();

        assertThat(web()).singleElement().satisfies(replica -> {
            assertThat(replica.version()).isEqualTo("1");
            assertThat(replica.state()).isEqualTo(ReplicaState.READY);
        });
    }

    @Test
    void countAloneReachesTheRole() {
        deploy(shop("1", 3));
        pause();
        fleet.want(shop("1", 4));
        fleet.settle();
        assertThat(fleet.running()).hasSize(4);
        assertThat(fleet.status("shop").isReady()).isTrue();
        fleet.want(shop("1", 2));
        fleet.settle();
        assertThat(fleet.running()).hasSize(2);
        assertThat(fleet.status("shop").isReady()).isTrue();
    }

    @Test
    void rolesThatComeAndGoWait() {
        String worker = "  worker: {components: {app: {artifact: {image: w}, command: [/bin/worker]}}}";
        String mailer = "  mailer: {components: {app: {artifact: {image: m}, command: [/bin/mailer]}}}";
        deploy(shop("1", 2, worker));
        pause();
        fleet.want(shop("1", 2, mailer));
        Map<String, String> before = fleet.running();
        fleet.settle(now -> assertThat(now.running()).isEqualTo(before));
        resume();
        fleet.settle();

        assertThat(fleet.running()).containsOnlyKeys("shop-web-0", "shop-web-1", "shop-mailer-0");
    }
}
