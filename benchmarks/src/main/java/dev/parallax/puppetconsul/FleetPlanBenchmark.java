package dev.parallax.puppetconsul;

import dev.parallax.backend.Plan;
import dev.parallax.benchmarks.Chain;
import dev.parallax.benchmarks.ChainBenchmark;
import dev.parallax.benchmarks.ChainFleet;
import dev.parallax.definition.Validation;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.secret.SecretResolver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What {@code parallax plan} does for a fleet when Consul has answered, by the number of roles, of one replica each, on a host for ten of them:
 * validation, places, every host's data, and the comparison with what hosts are told now. In the package of what it measures, which is no API.
 */
public class FleetPlanBenchmark extends ChainBenchmark {
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
