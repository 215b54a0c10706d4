package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.secret.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a rollout may take away, whatever it is that has changed. */
@NullUnmarked
class RolloutPolicyTest {
    private static final String STRICT = "{maxUnavailable: 0, maxSurge: 1, deadline: 1m}";
    private static final String PLAIN = "{maxUnavailable: 1, deadline: 1m}";

    private final PaperFleet fleet = new PaperFleet(4);

    private static Application vault(int count, String update, int minAvailable, String services, String path) {
        return DefinitionReader.read(
                """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: vault, version: "1"}
                secrets: {token: {generate: password}}
                services: {%s}
                roles:
                  web:
                    replicas: {count: %d, update: %s, minAvailable: %d}
                    components:
                      app:
                        artifact: {image: "web:1"}
                        command: [/bin/web]
                        env: {TOKEN: {secret: token}}
                        ports: {http: 8080}
                        checks: {ready: {http: %s, port: http}}
                """.formatted(services, count, update, minAvailable, path), "vault.yaml", Path.of("."));
    }

    private static Application vault(String update, int minAvailable, String services, String path) {
        return vault(3, update, minAvailable, services, path);
    }

    private static Application vault(String update) {
        return vault(update, 0, "web: {role: web, ports: {http: 80}}", "/healthz");
    }

    private static Map<String, SecretValue> token(String text) {
        return Map.of("token", new SecretValue.Single(text));
    }

    private static void deploy(PaperFleet fleet, Application application, String token) {
        fleet.want(application, token(token));
        fleet.settle();
        assertThat(fleet.status("vault").isReady()).isTrue();
    }

    private static long ready(PaperFleet fleet) {
        return fleet.status("vault").roles().get("web").replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    /** The token of each replica, as hosts were told. */
    private static List<String> tokens(PaperFleet fleet, int hosts) {
        return IntStream.rangeClosed(1, hosts)
                .mapToObj(host -> fleet.data("h" + host).findValuesAsText("TOKEN"))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void changedSecretReachesReplicasOneByOne() {
        deploy(fleet, vault(PLAIN), "old");
        TreeSet<String> mixtures = new TreeSet<>();
        fleet.want(vault(PLAIN), token("new"));
        fleet.settle(now -> {
            assertThat(ready(now)).isGreaterThanOrEqualTo(2);
            mixtures.add(String.join(" ", new TreeSet<>(tokens(now, 4))));
        });

        assertThat(mixtures).contains("new old");
        assertThat(tokens(fleet, 4)).containsExactly("new", "new", "new");
        assertThat(fleet.status("vault").isReady()).isTrue();
    }

    @Test
    void failedRolloutBringsTheOldSecretBack() {
        String policy = "{maxUnavailable: 1, deadline: 1m, onFailure: rollback}";
        deploy(fleet, vault(policy), "old");
        fleet.healthy(replica -> !replica.toString().contains("wrong"));
        fleet.want(vault(policy), token("wrong"));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));
        fleet.pass(Duration.ofMinutes(1));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));

        assertThat(fleet.status("vault").isReady()).isTrue();
        assertThat(tokens(fleet, 4)).containsExactly("old", "old", "old");
    }

    @Test
    void extraReplicaKeepsAllWantedReplicasReady() {
        deploy(fleet, vault(STRICT), "old");
        fleet.want(vault(STRICT), token("new"));
        fleet.settle(now -> {
            assertThat(ready(now)).isGreaterThanOrEqualTo(3);
            assertThat(now.running().size()).isLessThanOrEqualTo(4);
        });

        assertThat(fleet.status("vault").isReady()).isTrue();
        assertThat(fleet.running()).containsOnlyKeys("vault-web-0", "vault-web-1", "vault-web-2");
        assertThat(tokens(fleet, 4)).containsExactly("new", "new", "new");
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Test
    void takesNothingAwayWhereNoHostHasRoomForAnExtraReplica() {
        PaperFleet small = new PaperFleet(3);
        deploy(small, vault(STRICT), "old");
        small.want(vault(STRICT), token("new"));
        small.settle(now -> assertThat(ready(now)).isEqualTo(3));
        ControllerStatus status =
                small.world().apps().get("vault").status().value().orElseThrow();
        assertThat(status.waiting())
                .anyMatch(text -> text.contains("web-3 has no host: h1 has port 8080 taken by vault/web-0"));
        assertThat(status.refusals()).anyMatch(text -> text.contains("port 8080 taken"));
        assertThat(status.failure()).isEmpty();

        small.pass(Duration.ofMinutes(1));
        small.settle();
        assertThat(small.failure("vault"))
                .hasValueSatisfying(text -> assertThat(text).contains("may not have fewer than 3"));
        assertThat(ready(small)).isEqualTo(3);
    }

    @Test
    void neverGoesBelowMinimumAvailable() {
        Application bound = vault("{maxUnavailable: 3, deadline: 1m}", 2, "", "/healthz");
        deploy(fleet, bound, "old");
        fleet.want(bound, token("new"));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));
        assertThat(tokens(fleet, 4)).containsExactly("new", "new", "new");
    }

    @Test
    void fewerAreWantedAndThoseThatServeStayUntilEnoughOthersDo() {
        deploy(fleet, vault(PLAIN), "t");
        fleet.healthy(replica -> !replica.path("replica").asText().equals("web-0"));
        fleet.want(vault(2, PLAIN, 2, "web: {role: web, ports: {http: 80}}", "/healthz"), token("t"));
        fleet.settle(now -> assertThat(ready(now)).isEqualTo(2));
        assertThat(fleet.world()
                        .apps()
                        .get("vault")
                        .status()
                        .value()
                        .orElseThrow()
                        .waiting())
                .contains("web-2 waits to leave until role web has at least 2 other ready replicas");

        fleet.healthy(replica -> true);
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));
        assertThat(fleet.running()).containsOnlyKeys("vault-web-0", "vault-web-1");
        assertThat(fleet.status("vault").isReady()).isTrue();
    }

    @Test
    void balancerAsksForThePortOnlyWhileChecksDiffer() {
        String services = "web: {role: web, ports: {http: 80}}";
        deploy(fleet, vault(PLAIN, 0, services, "/old"), "t");
        fleet.want(vault(PLAIN, 0, services, "/new"), token("t"));
        TreeSet<String> asked = new TreeSet<>();
        fleet.settle(now -> {
            String check = now.data("h1")
                    .findPath("parallax::services")
                    .findPath("check")
                    .toString();
            asked.add(check);
            boolean oldOnes = now.running().keySet().stream()
                    .anyMatch(key -> IntStream.rangeClosed(1, 4).anyMatch(host -> now.data("h" + host)
                            .path("parallax::replicas")
                            .path(key)
                            .toString()
                            .contains("/old")));
            if (oldOnes) {
                assertThat(check).doesNotContain("/new");
            }
        });
        assertThat(asked).anyMatch(check -> check.contains("tcp")).anyMatch(check -> check.contains("/new"));
    }

    @Test
    void removedServiceKeepsItsAddressUntilNoReplicaUsesIt() {
        String both = "web: {role: web, ports: {http: 80}}, extra: {role: web, ports: {http: 81}}";
        deploy(fleet, vault(PLAIN, 0, both, "/healthz"), "t");
        fleet.want(vault(PLAIN), token("t"));
        fleet.settle(now -> assertThat(ready(now)).isGreaterThanOrEqualTo(2));

        assertThat(fleet.status("vault").isReady()).isTrue();
        assertThat(fleet.world().vips().value()).containsOnlyKeys("vault/web");
        assertThat(fleet.data("h1").path("parallax::services").has("vault/extra"))
                .isFalse();
    }
}
