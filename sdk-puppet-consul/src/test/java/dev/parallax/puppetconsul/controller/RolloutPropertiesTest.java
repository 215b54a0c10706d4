package dev.parallax.puppetconsul.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.puppetconsul.controller.SomeWork.Decides;
import dev.parallax.puppetconsul.controller.SomeWork.Happening;
import dev.parallax.puppetconsul.controller.SomeWork.Wish;
import dev.parallax.puppetconsul.state.ControllerStatus;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.PlacedReplica.Phase;
import dev.parallax.puppetconsul.world.AppRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/** What holds at every step of every rollout. */
@NullUnmarked
@PropertyDefaults(tries = 60, edgeCases = EdgeCasesMode.NONE)
class RolloutPropertiesTest {
    private static final int HOSTS = 4;

    /** Also on fleets without hosts or with fewer than there are replicas. */
    @Property
    void aRolloutKeepsToItsPolicyAndMovesNothing(
            @ForAll @From("wishes") Wish wish, @ForAll @From("hostCounts") int hosts) {
        PaperFleet fleet = new PaperFleet(hosts);
        wish.on(fleet);
        fleet.settle();
        long ready = ready(fleet);
        Map<String, String> before = fleet.running();

        wish.saying("goodbye").on(fleet);
        fleet.settle(now -> {
            assertThat(ready(now)).isGreaterThanOrEqualTo(Math.min(ready, least(policy(now))));
            assertThat(now.running().keySet().stream().filter(name -> name.startsWith("shop-web")))
                    .hasSizeLessThanOrEqualTo(wish.count() + wish.bounds().maxSurge());
        });

        assertThat(fleet.running()).isEqualTo(before);
        if (!fleet.status("shop").isReady()) {
            assertThat(told(fleet)).as("why").isNotEmpty();
        }
    }

    @Property
    void nobodyTakesAwayMoreThanThePolicyAllows(
            @ForAll @From("wishes") Wish wish, @ForAll @From("happenings") List<Happening> happenings) {
        PaperFleet fleet = deployed(wish);
        Set<String> homes = new TreeSet<>(homes(fleet));
        for (Happening happening : happenings) {
            long ready = ready(fleet);
            long staying = staying(fleet);
            happening.to(fleet);
            if (happening instanceof Decides) {
                ReplicaPolicy policy = policy(fleet);
                assertThat(ready(fleet)).as("ready").isGreaterThanOrEqualTo(Math.min(ready, least(policy)));
                assertThat(staying(fleet))
                        .as("replicas that stay")
                        .isLessThanOrEqualTo(Math.max(
                                staying, policy.count() + policy.update().maxSurge()));
                homes.addAll(homes(fleet));
                assertThat(homes).as("where the data is").hasSize(1);
                assertNoPortTwice(fleet);
            }
        }
    }

    /** Whatever was begun, left half done and lost: the next controller brings about what is wanted last. */
    @Property
    void aSuccessorGoesOnFromWhereverAControllerWasKilled(
            @ForAll @From("happenings") List<Happening> happenings, @ForAll @From("lastWishes") Wish last) {
        PaperFleet fleet = new PaperFleet(HOSTS);
        unhealthyWhereBroken(fleet);
        last.saying("first").on(fleet);
        happenings.forEach(happening -> happening.to(fleet));
        IntStream.rangeClosed(1, HOSTS).forEach(host -> fleet.giveBack("h" + host));
        fleet.uncordon();
        last.on(fleet);
        fleet.settle();

        assertThat(fleet.status("shop").isReady()).isTrue();
        assertThat(fleet.running()).hasSize(last.count() + 1);
        assertThat(greetings(fleet)).containsOnly(last.greeting());
        assertThat(fleet.stepRuns().values()).as("no attempt runs twice").containsOnly(1);
        assertThat(fleet.decide().commits()).isEmpty();
    }

    @Property(tries = 30)
    void theSameWorldGivesTheSameDecision(@ForAll @From("happenings") List<Happening> happenings) {
        PaperFleet fleet = new PaperFleet(HOSTS);
        new Wish(3, new SomeWork.Bounds(1, 1, 0), true, "hello").on(fleet);
        for (Happening happening : happenings) {
            assertThat(fleet.decide()).isEqualTo(fleet.decide());
            happening.to(fleet);
        }
    }

    private static PaperFleet deployed(Wish wish) {
        PaperFleet fleet = new PaperFleet(HOSTS);
        unhealthyWhereBroken(fleet);
        wish.on(fleet);
        fleet.settle();
        return fleet;
    }

    private static void unhealthyWhereBroken(PaperFleet fleet) {
        fleet.healthy(replica -> !replica.toString().contains(SomeWork.BROKEN));
    }

    private static AppRecord shop(PaperFleet fleet) {
        return fleet.world().apps().get("shop");
    }

    private static ReplicaPolicy policy(PaperFleet fleet) {
        return shop(fleet).wanted().roles().get("web").replicas();
    }

    private static long least(ReplicaPolicy policy) {
        return Math.max(policy.count() - policy.update().maxUnavailable(), policy.minAvailable());
    }

    private static long ready(PaperFleet fleet) {
        return fleet.status("shop").roles().get("web").replicas().stream()
                .filter(replica -> replica.state() == ReplicaState.READY)
                .count();
    }

    private static long staying(PaperFleet fleet) {
        return shop(fleet).placement().value().stream()
                .filter(replica -> replica.role().equals("web") && !replica.isLeaving())
                .count();
    }

    /** The hosts that a replica of the database was ever told to. */
    private static List<String> homes(PaperFleet fleet) {
        return shop(fleet).placement().value().stream()
                .filter(replica -> replica.role().equals("db") && replica.phase() != Phase.HELD)
                .map(PlacedReplica::host)
                .toList();
    }

    /** Why it does not go on, as the controller says. */
    private static List<String> told(PaperFleet fleet) {
        ControllerStatus status = shop(fleet).status().value().orElseThrow();
        List<String> told = new ArrayList<>(status.waiting());
        told.addAll(status.refusals());
        return told;
    }

    private static void assertNoPortTwice(PaperFleet fleet) {
        Map<String, Integer> told = new TreeMap<>();
        shop(fleet).placement().value().stream()
                .filter(replica -> replica.role().equals("web"))
                .forEach(replica -> told.merge(replica.host(), 1, Integer::sum));
        assertThat(told.values()).allMatch(count -> count == 1);
    }

    private static Set<String> greetings(PaperFleet fleet) {
        Set<String> greetings = new TreeSet<>();
        for (int host = 1; host <= HOSTS; host++) {
            for (JsonNode replica : fleet.data("h" + host).path("parallax::replicas")) {
                greetings.addAll(replica.findValuesAsText("GREETING"));
            }
        }
        return greetings;
    }

    @Provide
    static Arbitrary<Wish> wishes() {
        return SomeWork.wishes(5, "hello");
    }

    @Provide
    static Arbitrary<Wish> lastWishes() {
        return SomeWork.wishes(3, "hello", "goodbye").filter(Wish::canBeReached);
    }

    @Provide
    static Arbitrary<Integer> hostCounts() {
        return Arbitraries.integers().between(0, 6);
    }

    @Provide
    static Arbitrary<List<Happening>> happenings() {
        return SomeWork.happenings(HOSTS);
    }
}
