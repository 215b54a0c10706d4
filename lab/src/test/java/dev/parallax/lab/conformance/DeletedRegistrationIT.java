package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallax.backend.Backend;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Drift;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.comparison.Testbed;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.OnFleet;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.image.PrintedProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody deletes of a replica's registrations through Consul's API, which no file shows. */
@OnFleet
final class DeletedRegistrationIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration UNTOUCHED = Duration.ofSeconds(5);
    private static final String NAME = "delisted";
    /** Consul's agents tell the catalog what it lacks every minute or so, which may come first: not so often. */
    private static final int ATTEMPTS = 3;

    private static Lab lab;
    private static Testbed testbed;
    private static Backend backend;
    private static Docker docker;

    @BeforeAll
    static void deploy() throws Exception {
        lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.PUPPET_CONSUL));
        testbed = lab.testbed(Side.PUPPET_CONSUL);
        backend = testbed.backend();
        docker = Docker.connect();
        backend.apply(DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: delisted, version: "1"}
                services:
                  mended: {role: mended, ports: {http: {port: 80, target: http}}}
                  told: {role: told, ports: {http: {port: 80, target: http}}}
                roles:
                  mended:
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18187"}
                        ports: {http: 18187}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                  told:
                    replicas: {drift: report}
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18188"}
                        ports: {http: 18188}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """, NAME + ".yaml", Path.of("."))).await(LIMIT);
    }

    @AfterAll
    static void leaveNothing() throws Exception {
        backend.delete(NAME, new DeleteOptions(KeptStorage.REMOVE, LIMIT));
        testbed.close();
        docker.close();
        lab.close();
    }

    /** A host counts what it found as long as the replica's data are the same. */
    @BeforeEach
    void allIsAsApplied() {
        await().atMost(LIMIT)
                .until(() -> drift().standing().isEmpty()
                        && backend.observe(NAME).orElseThrow().isReady());
    }

    @Test
    void ofAnAgentIsPutBackAndTold() {
        Registration registration = registration("mended");
        registration.deleteFromAgent();

        await().atMost(QUICK).untilAsserted(() -> assertThat(told(registration, "agent"))
                .contains(difference(registration, "agent", Drift.State.REPAIRED)));

        assertThat(registration.isInAgent()).isTrue();
        assertThat(drift().differences()).allSatisfy(found -> assertThat(found.name())
                .as("and nothing that was touched to put it back")
                .isEqualTo(registration.id()));
        await().atMost(QUICK).until(() -> backend.observe(NAME).orElseThrow().isReady());
    }

    @Test
    void ofTheCatalogIsPutBackAndTold() {
        Registration registration = registration("mended");
        boolean found = false;
        for (int attempt = 0; attempt < ATTEMPTS && !found; attempt++) {
            registration.deleteFromCatalog();
            found = isTold(registration, "catalog");
        }

        assertThat(told(registration, "catalog")).contains(difference(registration, "catalog", Drift.State.REPAIRED));
        assertThat(registration.isInCatalog()).isTrue();
        await().atMost(QUICK).until(() -> backend.observe(NAME).orElseThrow().isReady());
    }

    @Test
    void staysAndIsToldWhereTheRoleOnlyReportsUntilARepairIsAskedFor() throws Exception {
        Registration registration = registration("told");
        registration.deleteFromAgent();
        Difference stands = difference(registration, "agent", Drift.State.STANDS);

        await().atMost(QUICK).untilAsserted(() -> assertThat(drift().standing()).containsExactly(stands));
        await().during(UNTOUCHED)
                .atMost(QUICK)
                .until(() -> !registration.isInAgent() && drift().standing().equals(List.of(stands)));

        assertThat(backend.repair(NAME).await(LIMIT).isReady()).isTrue();
        assertThat(drift().standing()).isEmpty();
        assertThat(registration.isInAgent()).isTrue();
    }

    private static boolean isTold(Registration registration, String place) {
        try {
            await().atMost(QUICK).until(() -> told(registration, place).isPresent());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static Optional<Difference> told(Registration registration, String place) {
        return drift().differences().stream()
                .filter(found -> found.name().equals(registration.id()))
                .filter(found -> found.fields().get(0).path().equals(place))
                .findFirst();
    }

    private static Difference difference(Registration registration, String place, Drift.State state) {
        return new Difference(
                "registration",
                registration.id(),
                Optional.of(registration.role()),
                Optional.of(registration.host()),
                List.of(new FieldChange(place, Optional.of("registered"), Optional.empty())),
                state);
    }

    private static Drift drift() {
        return backend.drift(NAME);
    }

    private static Registration registration(String role) {
        return Registration.of(docker, backend.observe(NAME).orElseThrow(), role);
    }
}
