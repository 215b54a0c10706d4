package dev.parallax.lab.fleet;

import dev.parallax.backend.BackendSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Consul and hosts that stand in for real ones. */
final class TestFleet implements AutoCloseable {
    private final TestConsul consul;
    private final List<TestHost> hosts = new ArrayList<>();
    private final Carriers carriers = new Carriers();

    private TestFleet(TestConsul consul) {
        this.consul = consul;
    }

    static TestFleet start(Path folder, int hosts) {
        return of(TestConsul.start(folder), hosts);
    }

    /** Owns the Consul. */
    static TestFleet of(TestConsul consul, int hosts) {
        TestFleet fleet = new TestFleet(consul);
        for (int number = 1; number <= hosts; number++) {
            fleet.hosts.add(new TestHost(consul, fleet.carriers, number));
        }
        return fleet;
    }

    Carriers carriers() {
        return carriers;
    }

    TestConsul consul() {
        return consul;
    }

    List<TestHost> hosts() {
        return hosts;
    }

    TestHost host(String name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    BackendSettings settings() {
        return BackendSettings.of(Map.of(
                "consul", consul.url().toString(), "seal-key", TestSeal.file().toString()));
    }

    BackendSettings settingsWithoutController() {
        return BackendSettings.of(Map.of(
                "consul", consul.url().toString(), "seal-key", TestSeal.file().toString(), "controller", "daemon"));
    }

    @Override
    public void close() {
        hosts.forEach(TestHost::close);
        consul.close();
    }
}
