package dev.parallax.benchmarks;

import dev.parallax.puppetconsul.controller.Decision;
import dev.parallax.puppetconsul.controller.Reconciler;
import dev.parallax.puppetconsul.world.World;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * All of what a fleet's controller decides when an application is first wanted, by the number of roles, of one replica each, on a host for ten of
 * them: every replica's place, and every host's data in full.
 */
public class DecisionBenchmark extends ChainBenchmark {
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
