package dev.parallax.benchmarks;

import dev.parallax.puppetconsul.controller.Decision;
import dev.parallax.puppetconsul.controller.Reconciler;
import dev.parallax.puppetconsul.world.World;
import java.time.Instant;
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
    @Param({"10", "100", "1000"})
    public int roles;

    @Param({"false", "true"})
    public boolean services;

    private final Reconciler reconciler = new Reconciler(ChainFleet.OPTIONS);
    private World wanting = ChainFleet.empty(0);
    private World carrying = wanting;

    @Setup
    public void read() {
        wanting = ChainFleet.wanting(Chain.read(roles, services));
        carrying = ChainFleet.carrying(Chain.read(roles, services));
    }

    @Benchmark
    public Decision first() {
        return reconciler.decide(wanting, Instant.MIN);
    }

    @Benchmark
    public Decision unchanged() {
        return reconciler.decide(carrying, Instant.MIN);
    }
}
