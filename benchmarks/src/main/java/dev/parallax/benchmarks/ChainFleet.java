package dev.parallax.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.definition.ModelJson;
import dev.parallax.model.Application;
import dev.parallax.puppetconsul.consul.CatalogNode;
import dev.parallax.puppetconsul.consul.HealthCheck;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.controller.Reconciler;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.AddressRange;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.Snapshot;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fleet with a host for ten roles of a {@link Chain}, as Consul would have it. */
public final class ChainFleet {
    public static final FleetOptions OPTIONS = new FleetOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.of(AddressRange.parse("10.2.0.0/16")),
            Optional.of(AddressRange.parse("10.3.0.0/16")));

    private static final int ROLES_OF_A_HOST = 10;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<CatalogNode> nodes = new ArrayList<>();
    private final List<HealthCheck> checks = new ArrayList<>();
    private final Map<String, String> entries = new TreeMap<>();

    private ChainFleet(int roles) {
        for (int number = 0; number < roles / ROLES_OF_A_HOST; number++) {
            String host = "host-" + number;
            nodes.add(new CatalogNode(host, "10.0.0.1", WorldReader.HOST_META));
            checks.add(
                    new HealthCheck(host, HealthCheck.MEMBERSHIP, "Serf", "passing", "", "", HealthCheck.Probing.NONE));
        }
    }

    /** Hosts that carry nothing. */
    public static World empty(int roles) {
        return new ChainFleet(roles).world();
    }

    /** An application that is wanted, and of which nothing is there. */
    public static World wanting(Application application) {
        return asking(application).world();
    }

    /** An application all of whose replicas are in their places, where their hosts were told of them. */
    public static World carrying(Application application) {
        ChainFleet fleet = asking(application);
        String placement = Keys.placement(application.name());
        fleet.decide();
        fleet.entries.compute(
                placement,
                (key, placed) -> StateJson.write(
                        StateJson.read(key, String.valueOf(placed), new TypeReference<List<PlacedReplica>>() {})
                                .stream()
                                .map(replica -> replica.startingAt(1, NOW).at(PlacedReplica.Phase.RUNNING, NOW))
                                .toList()));
        fleet.decide();
        return fleet.world();
    }

    private static ChainFleet asking(Application application) {
        ChainFleet fleet = new ChainFleet(application.roles().size());
        Desired desired = new Desired(1, "1", Desired.Intent.PRESENT, true, NOW, Optional.empty(), Optional.empty());
        fleet.entries.put(Keys.desired(application.name()), StateJson.write(desired));
        fleet.entries.put(Keys.revision(application.name(), 1), ModelJson.write(application));
        return fleet;
    }

    private void decide() {
        new Reconciler(OPTIONS)
                .decide(world(), Instant.MIN).commits().stream()
                        .flatMap(List::stream)
                        .forEach(operation -> {
                            if (operation instanceof KvOperation.Put put) {
                                entries.put(put.key(), put.value());
                            }
                        });
    }

    private World world() {
        List<KvEntry> all = entries.entrySet().stream()
                .map(entry -> new KvEntry(entry.getKey(), entry.getValue(), 1, Optional.empty()))
                .toList();
        return new WorldReader(Seal.NONE).read(NOW, new Snapshot(all, 1, nodes, checks));
    }
}
