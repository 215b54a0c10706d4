package dev.parallax.benchmarks;

import dev.parallax.puppetconsul.placement.Demand;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.placement.Placement;
import dev.parallax.puppetconsul.placement.Placer;
import dev.parallax.puppetconsul.placement.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Giving every replica a host, by the number of roles: three replicas each, a quarter of the roles with a port of their own, every tenth with kept
 * storage, on a host for ten replicas. All at once, with everything in its place, and after the loss of one host.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementBenchmark {
    private static final int REPLICAS = 3;
    private static final int REPLICAS_OF_A_HOST = 10;

    @Param({"100", "1000"})
    public int roles;

    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> withoutOne = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();
    private final Map<String, String> homes = new TreeMap<>();
    private List<Seat> settled = List.of();
    private List<Seat> left = List.of();

    @Setup
    public void prepare() {
        for (int number = 0; number < roles; number++) {
            String role = "role-" + number;
            List<String> replicas = new ArrayList<>();
            for (int replica = 0; replica < REPLICAS; replica++) {
                replicas.add(role + "-" + replica);
            }
            Set<Integer> ports = number % 4 == 0 ? Set.of(10_000 + number) : Set.of();
            demands.add(new Demand(
                    "app",
                    role,
                    replicas,
                    true,
                    Map.of(),
                    Optional.empty(),
                    List.of(),
                    100 + number % 7,
                    1 << 20,
                    ports,
                    number % 10 == 0));
        }
        int count = Math.max(REPLICAS + 1, roles * REPLICAS / REPLICAS_OF_A_HOST);
        for (int number = 0; number < count; number++) {
            hosts.add(host(number, true));
            withoutOne.add(host(number, number != 0));
        }
        settled = atOnce().seats();
        demands.stream().filter(Demand::keepsStorage).forEach(demand -> settled.stream()
                .filter(seat -> seat.role().equals(demand.role()))
                .forEach(seat -> homes.put(seat.app() + "/" + seat.replica(), seat.host())));
        String lost = hosts.get(0).name();
        left = settled.stream().filter(seat -> !seat.host().equals(lost)).toList();
    }

    private static Host host(int number, boolean alive) {
        return new Host(
                "host-" + number,
                "10.0.0.1",
                alive,
                false,
                Map.of(),
                Optional.of(4000L),
                Optional.of(1L << 34),
                Optional.empty());
    }

    @Benchmark
    public Placement atOnce() {
        return Placer.place(hosts, demands, List.of(), homes);
    }

    @Benchmark
    public Placement settled() {
        return Placer.place(hosts, demands, settled, homes);
    }

    @Benchmark
    public Placement afterTheLossOfAHost() {
        return Placer.place(withoutOne, demands, left, homes);
    }
}
