package dev.parallax.benchmarks;

import dev.parallax.definition.ModelJson;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.AddressRange;
import dev.parallax.puppetconsul.controller.AddressRanges;
import dev.parallax.puppetconsul.controller.Decision;
import dev.parallax.puppetconsul.controller.Reconciler;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * All of what a fleet's controller decides when an application is first wanted, by the number of roles, of one replica each, on a host for ten of
 * them: every replica's place, and every host's data in full.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
    private static final int ROLES_OF_A_HOST = 10;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Param({"100", "1000"})
    public int roles;

    private final Reconciler reconciler = new Reconciler(
            new AddressRanges(AddressRange.parse("10.2.0.0/16"), AddressRange.parse("10.3.0.0/16")), Optional.empty());
    private World world = new WorldReader(Seal.NONE).read(NOW, new Snapshot(List.of(), 0, List.of(), List.of()));

    @Setup
    public void read() {
        Desired desired = new Desired(
                1, "1", Desired.Intent.PRESENT, true, NOW, Optional.empty(), Optional.empty());
        List<KvEntry> entries = List.of(
                new KvEntry(Keys.desired("chain"), StateJson.write(desired), 1, Optional.empty()),
                new KvEntry(Keys.revision("chain", 1), ModelJson.write(Chain.read(roles)), 1, Optional.empty()));
        List<CatalogNode> nodes = new ArrayList<>();
        List<HealthCheck> checks = new ArrayList<>();
        for (int number = 0; number < roles / ROLES_OF_A_HOST; number++) {
            String host = "host-" + number;
            nodes.add(new CatalogNode(host, "10.0.0.1", Map.of("parallax-host", "true")));
            checks.add(new HealthCheck(
                    host, HealthCheck.MEMBERSHIP, "Serf", "passing", "", "", HealthCheck.Probing.NONE));
        }
        world = new WorldReader(Seal.NONE).read(NOW, new Snapshot(entries, 1, nodes, checks));
    }

    @Benchmark
    public Decision decide() {
        return reconciler.decide(world, Instant.MIN);
    }
}
