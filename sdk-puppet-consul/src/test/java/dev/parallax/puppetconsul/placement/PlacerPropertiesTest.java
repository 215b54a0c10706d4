package dev.parallax.puppetconsul.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.puppetconsul.placement.SomeFleets.Fleet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/** What holds of every placement. */
@NullUnmarked
@PropertyDefaults(tries = 2000, edgeCases = EdgeCasesMode.NONE)
class PlacerPropertiesTest {

    @Property
    void everyReplicaHasAPlaceOrIsRefused(@ForAll @From("fleets") Fleet fleet) {
        Placement placement = fleet.placement();

        List<String> answered = new ArrayList<>();
        placement.refusals().forEach(refusal -> answered.add(refusal.app() + "/" + refusal.replica()));
        placement.seats().stream()
                .filter(seat -> fleet.demand(seat).replicas().contains(seat.replica()))
                .forEach(seat -> answered.add(seat.app() + "/" + seat.replica()));
        List<String> wanted = fleet.demands().stream()
                .flatMap(demand -> demand.replicas().stream().map(replica -> demand.app() + "/" + replica))
                .toList();
        assertThat(answered).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Property
    void whatHasAPlaceKeepsIt(@ForAll @From("fleets") Fleet fleet) {
        List<Seat> seats = fleet.placement().seats();

        assertThat(seats).containsAll(fleet.present());
        assertThat(added(fleet, seats))
                .allSatisfy(seat -> assertThat(fleet.demand(seat).replicas()).contains(seat.replica()));
    }

    /** Room, ports, labels, hosts that take nothing, spread, roles kept apart, secrets and kept storage: whatever would be a refusal. */
    @Property
    void nothingSpeaksAgainstWhereAReplicaIsPut(@ForAll @From("fleets") Fleet fleet) {
        List<Seat> seats = fleet.placement().seats();

        assertThat(added(fleet, seats)).allSatisfy(seat -> {
            List<Seat> others = new ArrayList<>(seats);
            others.remove(seat);
            assertThat(Objections.to(
                            fleet,
                            others,
                            fleet.demand(seat),
                            seat.replica(),
                            host(fleet, seat.host()).orElseThrow()))
                    .isEmpty();
        });
    }

    @Property
    void aRefusalSaysOfEveryHostWhatIsTrue(@ForAll @From("fleets") Fleet fleet) {
        Placement placement = fleet.placement();

        assertThat(placement.refusals()).allSatisfy(refusal -> {
            assertThat(refusal.reasons().keySet())
                    .containsExactlyElementsOf(
                            new TreeSet<>(fleet.hosts().stream().map(Host::name).toList()));
            refusal.reasons().forEach((host, reason) -> assertThat(Objections.to(
                            fleet,
                            placement.seats(),
                            fleet.demand(refusal.app(), refusal.replica()),
                            refusal.replica(),
                            host(fleet, host).orElseThrow()))
                    .contains(reason));
        });
    }

    /** But by what was there before, or is at home there as well. */
    @Property
    void noNewReplicaKeepsAnotherFromItsStorage(@ForAll @From("fleets") Fleet fleet) {
        Placement placement = fleet.placement();
        List<Seat> atHome = placement.seats().stream()
                .filter(seat -> fleet.present().contains(seat)
                        || fleet.home(seat.app(), seat.replica()).isPresent())
                .toList();

        assertThat(placement.refusals()).allSatisfy(refusal -> fleet.home(refusal.app(), refusal.replica())
                .flatMap(home -> host(fleet, home))
                .ifPresent(host -> assertThat(Objections.to(
                                fleet, atHome, fleet.demand(refusal.app(), refusal.replica()), refusal.replica(), host))
                        .isNotEmpty()));
    }

    @Property
    void placingAgainChangesNothing(@ForAll @From("fleets") Fleet fleet) {
        Placement placement = fleet.placement();

        assertThat(fleet.with(placement.seats()).placement()).isEqualTo(placement);
    }

    @Property
    void theOrderOfWhatIsGivenDoesNotMatter(@ForAll @From("fleets") Fleet fleet, @ForAll Random random) {
        Fleet shuffled = new Fleet(
                shuffled(fleet.hosts(), random),
                shuffled(fleet.demands(), random),
                shuffled(fleet.present(), random),
                fleet.homes());

        assertThat(shuffled.placement()).isEqualTo(fleet.placement());
    }

    @Property
    void whatIsPlacedAtOnceIsSpreadEvenly(@ForAll @From("emptyFleets") Fleet fleet) {
        List<Seat> seats = fleet.placement().seats();

        assertThat(fleet.demands())
                .filteredOn(demand -> demand.spreadOver().isPresent())
                .extracting(demand -> Objections.counts(fleet, seats, demand))
                .filteredOn(counts -> !counts.isEmpty())
                .allSatisfy(counts -> assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                        .isLessThanOrEqualTo(1));
    }

    /** All that may be moved are those of the hosts: where there was a place for all, only the replicas of lost hosts have others. */
    @Property
    void aLostHostMovesItsOwnReplicasAlone(
            @ForAll @From("emptyFleets") Fleet fleet, @ForAll @From("hostNames") Set<String> lost) {
        List<Seat> before = fleet.placement().seats();
        List<Host> rest = fleet.hosts().stream()
                .filter(host -> !lost.contains(host.name()))
                .toList();
        List<Seat> left =
                before.stream().filter(seat -> !lost.contains(seat.host())).toList();

        List<Seat> after = Placer.place(rest, fleet.demands(), left, Map.of()).seats();

        assertThat(after).containsAll(left).noneMatch(seat -> lost.contains(seat.host()));
    }

    private static List<Seat> added(Fleet fleet, List<Seat> seats) {
        List<Seat> added = new ArrayList<>(seats);
        added.removeAll(fleet.present());
        return added;
    }

    private static Optional<Host> host(Fleet fleet, String name) {
        return fleet.hosts().stream().filter(host -> host.name().equals(name)).findFirst();
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    @Provide
    static Arbitrary<Fleet> fleets() {
        return SomeFleets.any();
    }

    @Provide
    static Arbitrary<Fleet> emptyFleets() {
        return SomeFleets.empty();
    }

    @Provide
    static Arbitrary<Set<String>> hostNames() {
        return Arbitraries.of("h0", "h1", "h2", "h3", "h4", "h5").set().ofMaxSize(3);
    }
}
