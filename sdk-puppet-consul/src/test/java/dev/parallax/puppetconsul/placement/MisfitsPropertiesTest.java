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
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/** Which replicas a change of the rules moves, wherever they are. */
@NullUnmarked
@PropertyDefaults(tries = 2000, edgeCases = EdgeCasesMode.NONE)
class MisfitsPropertiesTest {

    @Property
    void whatIsPlacedAnewFitsAndNothingElseMoves(@ForAll @From("fleets") Fleet fleet) {
        List<Seat> staying = without(fleet.present(), misfits(fleet));

        Placement placement = fleet.with(staying).placement();

        assertThat(placement.seats()).containsAll(staying);
        if (placement.refusals().isEmpty()) {
            assertThat(misfits(fleet.with(placement.seats()))).isEmpty();
        }
    }

    /** Roles that are kept apart are left out: of two that may not stay together the one stays that comes first. */
    @Property
    void noFewerMovesWouldDo(@ForAll @From("fleets") Fleet fleet, @ForAll boolean settles) {
        List<Demand> demands =
                fleet.demands().stream().map(MisfitsPropertiesTest::beside).toList();
        Fleet beside = new Fleet(fleet.hosts(), demands, fleet.present(), Map.of());
        int settled = settles ? fleet.present().size() / 2 : 0;
        List<Seat> there = fleet.present().subList(0, settled);
        List<Seat> movable = fleet.present().subList(settled, fleet.present().size());

        Set<String> misfits = Misfits.of(fleet.hosts(), demands, there, movable);

        List<Seat> wanted = wanted(beside, movable);
        List<Seat> staying = without(wanted, misfits);
        assertThat(fit(beside, there, staying)).isTrue();
        assertThat(wanted.size() - staying.size()).isEqualTo(fewest(beside, there, wanted));
    }

    @Property
    void everyOneThatMovesHasTo(@ForAll @From("fleets") Fleet fleet) {
        Set<String> misfits = misfits(fleet);
        List<Seat> wanted = wanted(fleet, fleet.present());

        assertThat(wanted).filteredOn(seat -> misfits.contains(seat.replica())).allSatisfy(misfit -> {
            Set<String> others = new TreeSet<>(misfits);
            others.remove(misfit.replica());
            assertThat(fit(fleet, List.of(), without(wanted, others))).isFalse();
        });
    }

    @Property
    void theOrderOfHostsAndRolesDoesNotMatter(@ForAll @From("fleets") Fleet fleet, @ForAll Random random) {
        List<Host> hosts = new ArrayList<>(fleet.hosts());
        List<Demand> demands = new ArrayList<>(fleet.demands());
        Collections.shuffle(hosts, random);
        Collections.shuffle(demands, random);

        assertThat(Misfits.of(hosts, demands, List.of(), fleet.present())).isEqualTo(misfits(fleet));
    }

    private static Set<String> misfits(Fleet fleet) {
        return Misfits.of(fleet.hosts(), fleet.demands(), List.of(), fleet.present());
    }

    /** Without those that leave anyway. */
    private static List<Seat> wanted(Fleet fleet, List<Seat> seats) {
        return seats.stream()
                .filter(seat -> fleet.demand(seat).replicas().contains(seat.replica()))
                .toList();
    }

    private static List<Seat> without(List<Seat> seats, Set<String> replicas) {
        return seats.stream().filter(seat -> !replicas.contains(seat.replica())).toList();
    }

    private static Demand beside(Demand demand) {
        return new Demand(
                demand.app(),
                demand.role(),
                demand.replicas(),
                demand.alone(),
                demand.pin(),
                demand.spreadOver(),
                List.of(),
                0,
                0,
                Set.of(),
                false);
    }

    /** How many have to move at least, by trying all ways. */
    private static int fewest(Fleet fleet, List<Seat> settled, List<Seat> movable) {
        int fewest = movable.size();
        for (int chosen = 0; chosen < 1 << movable.size(); chosen++) {
            List<Seat> staying = new ArrayList<>();
            for (int number = 0; number < movable.size(); number++) {
                if ((chosen >> number & 1) == 0) {
                    staying.add(movable.get(number));
                }
            }
            int moved = movable.size() - staying.size();
            if (moved < fewest && fit(fleet, settled, staying)) {
                fewest = moved;
            }
        }
        return fewest;
    }

    /** Whether all of them may stay, beside what is settled, when the rest of what is wanted comes where fewest are. */
    private static boolean fit(Fleet fleet, List<Seat> settled, List<Seat> staying) {
        List<Seat> all = new ArrayList<>(settled);
        all.addAll(staying);
        return staying.stream().allMatch(seat -> suits(fleet, all, seat))
                && fleet.demands().stream().allMatch(demand -> isEven(fleet, all, staying, demand));
    }

    private static boolean suits(Fleet fleet, List<Seat> all, Seat seat) {
        Demand demand = fleet.demand(seat);
        Optional<Host> host = host(fleet, seat);
        if (host.isEmpty()) {
            return true;
        }
        Map<String, String> labels = host.get().labels();
        List<Seat> others = new ArrayList<>(all);
        others.remove(seat);
        return labels.entrySet().containsAll(demand.pin().entrySet())
                && demand.spreadOver().stream().allMatch(labels::containsKey)
                && others.stream()
                        .filter(other -> other.host().equals(seat.host()))
                        .noneMatch(other -> other.role().equals(seat.role())
                                ? demand.alone()
                                : demand.apart().contains(other.role())
                                        || fleet.demand(other).apart().contains(seat.role()));
    }

    private static boolean isEven(Fleet fleet, List<Seat> all, List<Seat> movable, Demand demand) {
        Map<String, Integer> counts = new TreeMap<>(Objections.counts(fleet, all, demand));
        if (counts.isEmpty()) {
            return true;
        }
        long pending = demand.replicas().stream()
                .filter(replica -> all.stream().noneMatch(seat -> seat.replica().equals(replica)))
                .count();
        for (long number = 0; number < pending; number++) {
            counts.merge(
                    Collections.min(counts.entrySet(), Map.Entry.comparingByValue())
                            .getKey(),
                    1,
                    Integer::sum);
        }
        int least = Collections.min(counts.values());
        return movable.stream()
                .filter(seat -> seat.role().equals(demand.role()))
                .filter(seat ->
                        Objections.counts(fleet, List.of(seat), demand).values().contains(1))
                .map(seat -> host(fleet, seat).orElseThrow().labels().get(SomeFleets.RACK))
                .allMatch(value -> counts.get(value) <= least + 1);
    }

    private static Optional<Host> host(Fleet fleet, Seat seat) {
        return fleet.hosts().stream()
                .filter(host -> host.name().equals(seat.host()))
                .findFirst();
    }

    @Provide
    static Arbitrary<Fleet> fleets() {
        return SomeFleets.small();
    }
}
