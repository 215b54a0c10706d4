package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.World;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fleet's hosts: what each carries, and which of them are to take nothing new. */
final class FleetHosts {
    private static final int ATTEMPTS = 20;

    private final Consul consul;
    private final Clock clock;
    private final Supplier<World> world;

    FleetHosts(Consul consul, Clock clock, Supplier<World> world) {
        this.consul = consul;
        this.clock = clock;
        this.world = world;
    }

    List<HostStatus> list() {
        World now = world.get();
        return now.hosts().values().stream().map(host -> status(host, now)).toList();
    }

    private static HostStatus status(Host host, World world) {
        List<Resident> residents = new ArrayList<>();
        world.apps().forEach((application, app) -> app.placement().value().stream()
                .filter(replica -> replica.host().equals(host.name()))
                .forEach(replica -> residents.add(new Resident(application, replica.role(), replica.replica()))));
        return new HostStatus(
                host.name(), Optional.of(host.address()), host.labels(), host.alive(), host.cordoned(), residents);
    }

    void cordon(String host) {
        require(host);
        change(host, hosts -> hosts.putIfAbsent(host, clock.instant()));
    }

    /** Also of a host that is not one of the fleet any more. */
    void uncordon(String host) {
        if (!change(host, hosts -> hosts.remove(host))) {
            require(host);
        }
    }

    private void require(String host) {
        World now = world.get();
        if (!now.hosts().containsKey(host)) {
            throw new BackendException("the fleet has no host '" + host + "'; it has "
                    + String.join(", ", now.hosts().keySet()));
        }
    }

    /** Whether there was anything to change. */
    private boolean change(String host, Consumer<Map<String, Instant>> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<KvEntry> entry = consul.entry(Keys.CORDONED_HOSTS);
            TreeMap<String, Instant> before = entry.map(found -> StateJson.read(
                            found.key(), found.value(), new TypeReference<TreeMap<String, Instant>>() {}))
                    .orElseGet(TreeMap::new);
            TreeMap<String, Instant> after = new TreeMap<>(before);
            change.accept(after);
            if (after.equals(before)) {
                return false;
            }
            KvOperation write = new KvOperation.Put(
                    Keys.CORDONED_HOSTS,
                    StateJson.write(after),
                    entry.map(KvEntry::modifyIndex).orElse(0L));
            if (consul.commit(List.of(write)).isPresent()) {
                return true;
            }
        }
        throw new BackendException(
                "others cordon and uncordon hosts all the time; try again with " + host + " when they are done");
    }
}
