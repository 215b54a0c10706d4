package dev.parallax.puppetconsul;

import dev.parallax.backend.Plan;
import dev.parallax.benchmarks.Chain;
import dev.parallax.benchmarks.ChainFleet;
import dev.parallax.definition.Validation;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.secret.SecretResolver;
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
 * What {@code parallax plan} does for a fleet when Consul has answered, by the number of roles, of one replica each, on a host for ten of them:
 * validation, places, every host's data, and the comparison with what hosts are told now. In the package of what it measures, which is no API.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FleetPlanBenchmark {
    @Param({"10", "100", "1000"})
    public int roles;

    @Param({"false", "true"})
    public boolean services;

    private Application application =
            Application.builder().name("a").version("1").build();
    private World empty = ChainFleet.empty(0);
    private World carrying = empty;

    @Setup
    public void read() {
        application = Chain.read(roles, services);
        empty = ChainFleet.empty(roles);
        carrying = ChainFleet.carrying(application);
    }

    @Benchmark
    public Plan first() {
        return plan(empty);
    }

    @Benchmark
    public Plan unchanged() {
        return plan(carrying);
    }

    private Plan plan(World world) {
        Validation.check(application, PuppetConsulBackend.NAME, FleetFidelity.rules(FleetProfile.RECONCILED));
        return new FleetPlan(world, application, ChainFleet.OPTIONS, SecretResolver.ofThisProcess()).plan();
    }
}
