package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** From when on, and how long, a part waits for what it requires. */
@NullUnmarked
class RequirementClockTest {
    private final PaperFleet fleet = new PaperFleet(4);
    private final Set<String> ill = new TreeSet<>();

    RequirementClockTest() {
        fleet.healthy(replica -> !ill.contains(replica.path("role").asText()));
    }

    /** {@code web} waits five minutes for {@code api}, which waits longer for {@code db}. */
    private static Application chain(String pinOfDb) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: chain, version: "1"}
                services: {db: {role: db, ports: {sql: 1}}, api: {role: api, ports: {http: 2}}}
                roles:
                  web:
                    replicas: {update: {deadline: 10h}}
                    requires: [{service: api, timeout: 5m}]
                    components: {app: {artifact: {image: "web:1"}, command: [/bin/web]}}
                  api:
                    replicas: {update: {deadline: 10h}}
                    requires: [{role: db, timeout: 1h}]
                    components:
                      app:
                        artifact: {image: "api:1"}
                        command: [/bin/api]
                        ports: {http: 8080}
                        checks: {ready: {tcp: http}}
                  db:
                    replicas: {pin: {%s}, update: {deadline: 10h}}
                    components:
                      app:
                        artifact: {image: "db:1"}
                        command: [/bin/db]
                        ports: {sql: 3306}
                        checks: {ready: {tcp: sql}}
                """.formatted(pinOfDb), "chain.yaml", Path.of("."));
    }

    private void pass(Duration time) {
        fleet.pass(time);
        fleet.settle();
    }

    @Test
    void clockStartsWhenWhatIsRequiredWasBegun() {
        ill.addAll(Set.of("db", "api"));
        fleet.want(chain(""));
        fleet.settle();
        pass(Duration.ofMinutes(30));
        assertThat(fleet.failure("chain")).as("api waits itself").isEmpty();

        ill.remove("db");
        fleet.settle();
        pass(Duration.ofMinutes(4));
        assertThat(fleet.failure("chain")).as("api is four minutes old").isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(fleet.failure("chain")).hasValueSatisfying(text -> assertThat(text)
                .isEqualTo("role web has waited for service api (0 of 1 ready) for longer than 300 s"));
    }

    @Test
    void clockOfARoleThatNoHostTakesStartsAtOnce() {
        fleet.want(chain("rack: none"));
        fleet.settle();
        pass(Duration.ofMinutes(59));
        assertThat(fleet.failure("chain")).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(fleet.failure("chain"))
                .hasValueSatisfying(text -> assertThat(text).contains("role api has waited for role db"));
    }

    @Test
    void clockStartsAnewWhenItIsAskedForAgain() {
        ill.add("db");
        fleet.want(chain(""));
        fleet.settle();
        pass(Duration.ofHours(2));
        assertThat(fleet.failure("chain")).isPresent();

        fleet.order("chain", desired -> desired.again(fleet.now()));
        fleet.settle();
        assertThat(fleet.failure("chain")).isEmpty();
        pass(Duration.ofHours(2));
        assertThat(fleet.failure("chain")).isPresent();
    }

    /** The rollout goes on, as {@code web} takes long; what leaves meanwhile is replaced first of all. */
    @Test
    void clockOfARoleThatNoHostTakesAnyMoreStartsWhenItsLastReplicaHasLeft() {
        fleet.want(pair(1));
        fleet.settle();
        ill.add("web");
        fleet.want(pair(2));
        fleet.settle();
        pass(Duration.ofMinutes(30));
        fleet.world().hosts().keySet().forEach(fleet::cordon);
        fleet.replace("pair", "db-0");
        fleet.settle();
        assertThat(fleet.running()).doesNotContainKey("pair-db-0");
        assertThat(fleet.failure("pair")).isEmpty();

        pass(Duration.ofSeconds(59));
        assertThat(fleet.failure("pair")).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(fleet.failure("pair")).hasValueSatisfying(text -> assertThat(text)
                .startsWith("role db is not ready at version 2 after 60 s without progress: db-0 has no host"));
    }

    /** {@code db} may take a minute, {@code web} hours. */
    private static Application pair(int version) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: pair, version: "%1$d"}
                roles:
                  db:
                    replicas: {update: {deadline: 1m}}
                    components: {app: {artifact: {image: "db:%1$d"}, command: [/bin/db, "%1$d"]}}
                  web:
                    replicas: {update: {deadline: 10h}}
                    components:
                      app:
                        artifact: {image: "web:%1$d"}
                        command: [/bin/web, "%1$d"]
                        ports: {http: 8080}
                        checks: {ready: {tcp: http}}
                services: {web: {role: web, ports: {http: 80}}}
                """.formatted(version), "pair.yaml", Path.of("."));
    }

    @Test
    void whatIsMissingAfterARolloutIsNoFailureOfIt() {
        fleet.want(chain(""));
        fleet.settle();
        assertThat(fleet.status("chain").isReady()).isTrue();

        ill.add("db");
        pass(Duration.ofHours(2));
        assertThat(fleet.failure("chain")).isEmpty();
    }
}
