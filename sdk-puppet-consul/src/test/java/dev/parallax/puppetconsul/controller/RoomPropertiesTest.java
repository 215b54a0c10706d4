package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.puppetconsul.controller.SomeWork.Decides;
import dev.parallax.puppetconsul.controller.SomeWork.Happening;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.world.AppRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.NullUnmarked;

/** What hosts have is never promised twice, whatever is set aside for roles from one version to the next. */
@NullUnmarked
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class RoomPropertiesTest {
    private static final int HOSTS = 3;
    private static final int MILLIS = 1000;
    /** So many hosts of so many times the size have room for all. */
    private static final int LARGE = 8;

    private static final List<String> APPS = List.of("shop", "site");

    /**
     * What is wanted of one application: of a role with kept storage, and of two others, of which one requires the step; {@code word} is what processes are
     * told.
     */
    record Wish(String app, int db, Group web, Group job, int port, String word, String step) {
        void on(PaperFleet fleet) {
            fleet.want(DefinitionReader.read(
                    """
                    apiVersion: parallax.dev/v1
                    kind: Application
                    metadata: {name: %s, version: "%d"}
                    steps: {%s: {use: web/app, command: [/bin/migrate]}}
                    roles:
                      db:
                        storage: {data: {path: /var/lib/db, size: 1Gi, keep: true}}
                        replicas: {recovery: {hostLostAfter: 1s}}
                        components:
                          sql: {artifact: {image: "db:1"}, command: [/bin/db], requests: {cpu: %dm}}
                      web:
                        requires: [{step: %s}]
                        replicas: %s
                        components:
                          app: {artifact: {image: "web:1"}, command: [/bin/web], env: {WORD: %s}, requests: {cpu: %dm}, ports: {http: %d}}
                      job:
                        requires: [{role: web}]
                        replicas: %s
                        components:
                          app: {artifact: {image: "web:1"}, command: [/bin/job], env: {WORD: %s}, requests: {cpu: %dm}}
                    """.formatted(
                                    app,
                                    fleet.desired(app).map(Desired::revision).orElse(0L) + 1,
                                    step,
                                    db,
                                    step,
                                    web.policy(),
                                    word,
                                    web.cpu(),
                                    port,
                                    job.policy(),
                                    word,
                                    job.cpu()),
                    app + ".yaml",
                    Path.of(".")));
        }
    }

    /** So many replicas of a role, each with so much set aside. */
    record Group(int count, int cpu, int unavailable, int surge) {
        String policy() {
            return "{count: %d, update: {maxUnavailable: %d, maxSurge: %d, deadline: 1m}, recovery: {hostLostAfter: 1s}}"
                    .formatted(count, unavailable, surge);
        }

        Group askingNothing() {
            return new Group(count, 1, 1, 0);
        }
    }

    @Property
    void noHostIsEverPromisedMoreThanItHas(@ForAll @From("happenings") List<Happening> happenings) {
        PaperFleet fleet = fleet();
        for (Happening happening : happenings) {
            Map<String, Long> ready = ready(fleet);
            happening.to(fleet);
            if (happening instanceof Decides) {
                assertThat(promised(fleet).values()).as("cpu").allMatch(millis -> millis <= MILLIS);
                assertThat(ports(fleet)).as("ports").doesNotHaveDuplicates();
                assertThat(ready(fleet)).allSatisfy((role, count) -> assertThat(count)
                        .as("ready of " + role)
                        .isGreaterThanOrEqualTo(Math.min(ready.getOrDefault(role, 0L), least(fleet, role))));
            }
        }
    }

    @Property
    void whatDoesNotComeAboutIsSaidAndLessIsAlwaysReached(
            @ForAll @From("happenings") List<Happening> happenings, @ForAll @From("wishes") Wish last) {
        PaperFleet fleet = fleet();
        happenings.forEach(happening -> happening.to(fleet));
        for (int host = 1; host <= HOSTS; host++) {
            fleet.giveBack("h" + host);
        }
        fleet.settle();
        for (String app : APPS) {
            if (fleet.desired(app).isPresent() && !fleet.status(app).isReady()) {
                assertThat(told(fleet, app)).as("why " + app + " is not ready").isNotEmpty();
            }
        }

        for (String app : APPS) {
            new Wish(app, 1, last.web().askingNothing(), last.job().askingNothing(), port(app), last.word(), "once")
                    .on(fleet);
        }
        fleet.settle();

        for (String app : APPS) {
            assertThat(fleet.status(app).isReady())
                    .as(app + ": " + told(fleet, app))
                    .isTrue();
        }
    }

    /** Also what waits for a step that failed: its replicas run as they did before. */
    @Property
    void allThatMayStartRunsWhereThereIsRoomEnough(@ForAll @From("shrinkings") List<Happening> happenings) {
        PaperFleet fleet = fleet();
        happenings.forEach(happening -> happening.to(fleet));
        for (int host = 1; host <= HOSTS; host++) {
            fleet.giveBack("h" + host);
        }
        fleet.settle();

        for (int host = HOSTS + 1; host <= HOSTS + LARGE; host++) {
            fleet.addHost("h" + host);
            fleet.cpu("h" + host, LARGE * MILLIS);
        }
        fleet.settle();

        for (AppRecord app : fleet.world().apps().values()) {
            // What keeps storage can be in one place only.
            List<PlacedReplica> placed = app.placement().value().stream()
                    .filter(replica -> !replica.role().equals("db"))
                    .toList();
            assertThat(app.status().value().orElseThrow().refusals()).allMatch(text -> text.startsWith("db-0 "));
            assertThat(placed)
                    .as(app.name() + ": " + told(fleet, app.name()))
                    .filteredOn(replica -> replica.phase() == Phase.HELD)
                    .allMatch(replica -> placed.stream()
                            .filter(other -> other.role().equals(replica.role()))
                            .allMatch(other -> other.phase() == Phase.HELD));
        }
    }

    private static PaperFleet fleet() {
        PaperFleet fleet = new PaperFleet(HOSTS);
        fleet.cpu(MILLIS);
        fleet.stepSucceeds(key -> !key.contains("never"));
        return fleet;
    }

    /** By host, what is set aside for the replicas that it is told of, each by the version that it is told. */
    private static Map<String, Long> promised(PaperFleet fleet) {
        Map<String, Long> promised = new TreeMap<>();
        told(
                fleet,
                (host, component) -> promised.merge(
                        host,
                        component.requests().cpu().map(Cpu::millis).orElse(0).longValue(),
                        Long::sum));
        return promised;
    }

    private static List<String> ports(PaperFleet fleet) {
        List<String> ports = new ArrayList<>();
        told(fleet, (host, component) -> component.ports().values().forEach(port -> ports.add(host + ":" + port)));
        return ports;
    }

    private static void told(PaperFleet fleet, BiConsumer<String, Component> each) {
        for (int number = 1; number <= HOSTS; number++) {
            String host = "h" + number;
            if (fleet.value(Keys.hostData(host)).isPresent()) {
                for (JsonNode replica : fleet.data(host).path("parallax::replicas")) {
                    AppRecord app =
                            fleet.world().apps().get(replica.path("application").asText());
                    String name = replica.path("replica").asText();
                    app.revisions()
                            .get(replica.path("version").asLong())
                            .roles()
                            .get(name.substring(0, name.lastIndexOf('-')))
                            .components()
                            .values()
                            .forEach(component -> each.accept(host, component));
                }
            }
        }
    }

    private static Map<String, Long> ready(PaperFleet fleet) {
        Map<String, Long> ready = new TreeMap<>();
        fleet.world().apps().keySet().forEach(app -> fleet.status(app)
                .roles()
                .forEach((role, status) -> ready.put(
                        app + "/" + role,
                        status.replicas().stream()
                                .filter(replica -> replica.state() == ReplicaState.READY)
                                .count())));
        return ready;
    }

    private static long least(PaperFleet fleet, String key) {
        String[] parts = key.split("/");
        return RolloutPlanner.least(fleet.world()
                .apps()
                .get(parts[0])
                .wanted()
                .roles()
                .get(parts[1])
                .replicas());
    }

    private static List<String> told(PaperFleet fleet, String app) {
        ControllerStatus status = fleet.world().apps().get(app).status().value().orElseThrow();
        List<String> told = new ArrayList<>(status.waiting());
        told.addAll(status.refusals());
        status.failure().ifPresent(told::add);
        return told;
    }

    @Provide
    static Arbitrary<Wish> wishes() {
        return Combinators.combine(
                        Arbitraries.of(APPS),
                        Arbitraries.of(1, 200, 500, 900, 1100),
                        groups(),
                        groups(),
                        Arbitraries.of(true, false),
                        Arbitraries.of("hello", "hello", "goodbye"),
                        Arbitraries.of("once", "once", "never"))
                .as((app, db, web, job, contested, word, step) ->
                        new Wish(app, db, web, job, contested ? 81 : port(app), word, step));
    }

    /** The port that no other application asks for. */
    private static int port(String app) {
        return app.equals("shop") ? 83 : 82;
    }

    private static Arbitrary<Group> groups() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(1, 200, 300, 400, 600, 900, 1100),
                        Arbitraries.of(Tuple.of(1, 0), Tuple.of(0, 1), Tuple.of(1, 1), Tuple.of(2, 0)))
                .as((count, cpu, update) -> new Group(count, cpu, update.get1(), update.get2()));
    }

    @Provide
    static Arbitrary<List<Happening>> happenings() {
        return happening().list().ofMaxSize(40);
    }

    /** The same on hosts that may be given less cpu, or their own back. */
    @Provide
    static Arbitrary<List<Happening>> shrinkings() {
        Arbitrary<Happening> sizes = Combinators.combine(hosts(), Arbitraries.of(300, 600, MILLIS))
                .as((host, cpu) -> SomeWork.named(host + " has " + cpu + "m", fleet -> fleet.cpu(host, cpu)));
        return Arbitraries.frequencyOf(Tuple.of(10, happening()), Tuple.of(1, sizes))
                .list()
                .ofMaxSize(40);
    }

    private static Arbitrary<String> hosts() {
        return Arbitraries.integers().between(1, HOSTS).map(number -> "h" + number);
    }

    private static Arbitrary<Happening> happening() {
        Arbitrary<String> host = hosts();
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.of(1, 2, 3, 100, 100).map(Decides::new)),
                Tuple.of(8, Arbitraries.just(SomeWork.named("hosts act", PaperFleet::hostsAct))),
                Tuple.of(4, Arbitraries.just(SomeWork.named("settle", PaperFleet::settle))),
                Tuple.of(4, wishes().map(wish -> SomeWork.named("want " + wish, wish::on))),
                Tuple.of(1, host.map(name -> SomeWork.named("lose " + name, fleet -> fleet.lose(name)))),
                Tuple.of(2, host.map(name -> SomeWork.named(name + " is back", fleet -> fleet.giveBack(name)))),
                Tuple.of(
                        1,
                        Arbitraries.just(
                                SomeWork.named("a minute passes", fleet -> fleet.pass(Duration.ofSeconds(61))))));
    }
}
