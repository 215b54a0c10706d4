package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.puppetconsul.state.ControllerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullUnmarked;

/** What holds of packages while two applications, each with a step, go from version to version and back. */
@NullUnmarked
class PinnedPackagesPropertiesTest {
    private static final Pattern PIN = Pattern.compile("lib=(\\d)");

    /** An application is to have a version, which pins a package; its step may fail for good. */
    private record Wish(String app, String version, String lib, boolean works) {
        void on(PaperFleet fleet) {
            fleet.stepSucceeds(key -> works || !key.startsWith(app + "-"));
            fleet.want(DefinitionReader.read("""
                    apiVersion: parallax.dev/v1
                    kind: Application
                    metadata: {name: %1$s, version: "%2$s"}
                    steps: {migrate: {use: web/app, command: [/bin/migrate], retries: 1}}
                    roles:
                      web:
                        replicas: {count: 2, update: {deadline: 1m, onFailure: rollback}}
                        requires: [{step: migrate}]
                        components:
                          app: {artifact: {image: "web:1", packages: [lib=%3$s]}, command: [/bin/web]}
                    """.formatted(app, version, lib), app + ".yaml", Path.of(".")));
        }
    }

    @Provide
    static Arbitrary<List<Wish>> wishes() {
        return Combinators.combine(
                        Arbitraries.of("mine", "yours"),
                        Arbitraries.of("1", "2"),
                        Arbitraries.of("1", "2", "3"),
                        Arbitraries.of(true, true, true, false))
                .as(Wish::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Neither before its replicas and steps have it, nor after they had another one. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void aHostHasAVersionThatSomethingThereIsMadeFor(
            @ForAll @From("wishes") List<Wish> wishes, @ForAll @IntRange(min = 1, max = 3) int hosts) {
        PaperFleet fleet = new PaperFleet(hosts);
        for (Wish wish : wishes) {
            Map<String, Set<String>> ran = new TreeMap<>();
            wish.on(fleet);
            comeToRest(fleet, now -> hosts(hosts).forEach(host -> {
                JsonNode data = now.data(host);
                Set<String> steps = ran.computeIfAbsent(host, each -> new TreeSet<>());
                steps.addAll(pins(data.path("parallax::steps")));
                Set<String> there = pins(data.path("parallax::replicas"));
                String pin = data.path("parallax::pins").path("lib").asText();
                assertThat(pin.isEmpty() || there.contains(pin) || steps.contains(pin))
                        .as("%s at %s with %s, steps %s", host, pin, there, steps)
                        .isTrue();
            }));
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void noStepWaitsForAHostForEver(
            @ForAll @From("wishes") List<Wish> wishes, @ForAll @IntRange(min = 1, max = 3) int hosts) {
        PaperFleet fleet = new PaperFleet(hosts);
        for (Wish wish : wishes) {
            wish.on(fleet);
            comeToRest(fleet, now -> {});
            fleet.world().apps().values().forEach(app -> {
                ControllerStatus said = app.status().value().orElseThrow();
                if (said.waiting().toString().contains("waits for a host")) {
                    assertThat(said.failure()).as(said.toString()).isPresent();
                }
            });
        }
    }

    /** Whether they can or not: none of them waits for the other without an end, and both serve meanwhile. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void applicationsThatGoOnTogetherComeToAnEnd(
            @ForAll @From("wishes") List<Wish> wishes, @ForAll @IntRange(min = 1, max = 3) int hosts) {
        PaperFleet fleet = new PaperFleet(hosts);
        List.of("mine", "yours").forEach(app -> new Wish(app, "0", "0", true).on(fleet));
        comeToRest(fleet, now -> {});
        wishes.forEach(wish -> wish.on(fleet));
        Set<String> broken = wishes.stream()
                .filter(wish -> !wish.works())
                .map(wish -> wish.app() + "-migrate-" + wish.version())
                .collect(Collectors.toSet());
        fleet.stepSucceeds(key -> broken.stream().noneMatch(key::startsWith));
        comeToRest(fleet, now -> List.of("mine", "yours")
                .forEach(app -> assertThat(ready(now, app)).as(app).isPositive()));

        List.of("mine", "yours").forEach(app -> {
            ControllerStatus said =
                    fleet.world().apps().get(app).status().value().orElseThrow();
            assertThat(fleet.status(app).isReady() || said.failure().isPresent())
                    .as(said.toString())
                    .isTrue();
            assertThat(said.roles().get("web").started()).as(said.toString()).isPositive();
        });
    }

    private static long ready(PaperFleet fleet, String app) {
        return fleet.status(app).roles().get("web").replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    private static void comeToRest(PaperFleet fleet, Consumer<PaperFleet> seen) {
        for (int deadline = 0; deadline < 3; deadline++) {
            fleet.settle(seen);
            fleet.pass(Duration.ofMinutes(1));
        }
        fleet.settle(seen);
    }

    private static List<String> hosts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(host -> "h" + host).toList();
    }

    private static Set<String> pins(JsonNode data) {
        return PIN.matcher(data.toString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
