package dev.parallax.puppetconsul;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.HostStatus.Resident;
import dev.parallax.backend.HostStatus.Setting;
import dev.parallax.definition.DurationText;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.consul.KvOperation;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.state.HostRemoval;
import dev.parallax.puppetconsul.state.HostReport;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StateJson;
import dev.parallax.puppetconsul.world.HostRecord;
import dev.parallax.puppetconsul.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    /** Several of the 30 s that lie between the runs of a host on which nothing changes. */
    private static final Duration SILENT = Duration.ofMinutes(2);

    private final Consul consul;
    private final Clock clock;
    private final Supplier<World> world;

    FleetHosts(Consul consul, Clock clock, Supplier<World> world) {
        this.consul = consul;
        this.clock = clock;
        this.world = world;
    }

    List<HostStatus> list() {
        return list(world.get());
    }

    static List<HostStatus> list(World now) {
        return now.hosts().values().stream().map(host -> status(host, now)).toList();
    }

    private static HostStatus status(Host host, World world) {
        return new HostStatus(
                host.name(),
                Optional.of(host.address()),
                host.labels(),
                host.alive(),
                world.isEmptying(host.name())
                        ? Optional.of("being removed")
                        : silence(host, world).or(() -> untold(host, world)).or(() -> failure(host, world)),
                host.cordoned(),
                residents(host.name(), world),
                settings(world.hostRecord(host.name())));
    }

    /** Also where nothing that it carries waits for that run: the next change would. */
    private static Optional<String> failure(Host host, World world) {
        return world.hostRecord(host.name())
                .report()
                .filter(report -> host.alive())
                .flatMap(HostReport::failure)
                .map(error -> "last run failed: " + error);
    }

    private static List<Setting> settings(HostRecord record) {
        return record.report().map(HostReport::settings).orElse(Map.of()).entrySet().stream()
                .map(setting -> new Setting(
                        setting.getKey(),
                        setting.getValue().value().asText(),
                        setting.getValue().from()))
                .toList();
    }

    /** What a host carries, also one that is not one of the fleet any more. */
    static List<Resident> residents(String host, World world) {
        List<Resident> residents = new ArrayList<>();
        world.apps().forEach((application, app) -> app.placement().value().stream()
                .filter(replica -> replica.host().equals(host))
                .forEach(replica -> residents.add(new Resident(application, replica.role(), replica.replica()))));
        return residents;
    }

    /** Of a host that was told anything: its daemon says at the end of each run that it took place. */
    private static Optional<String> silence(Host host, World world) {
        HostRecord record = world.hostRecord(host.name());
        if (!host.alive() || record.data().value().isEmpty()) {
            return Optional.empty();
        }
        if (record.lastRun().isEmpty()) {
            return Optional.of("no report yet");
        }
        Duration silent = Duration.between(record.lastRun().get(), world.now());
        return silent.compareTo(SILENT) < 0
                ? Optional.empty()
                : Optional.of("no report for " + DurationText.format(silent.truncatedTo(ChronoUnit.MINUTES)));
    }

    /** Why a host is not told what it should be. */
    private static Optional<String> untold(Host host, World world) {
        boolean secrets = world.sealedFor().value().isPresent();
        return world.hostRecord(host.name())
                .report()
                .flatMap(HostReport::refused)
                .map(why -> "could not open what it was told: " + why)
                .or(() -> host.unsealable().filter(why -> secrets && host.alive()));
    }

    void cordon(String host) {
        require(host);
        change(host, hosts -> hosts.putIfAbsent(host, clock.instant()));
    }

    /** Also of a host that is not one of the fleet any more. One that is being removed stays, if it has not yet undone what was done to it. */
    void uncordon(String host) {
        boolean stays = new Removals(consul).change(host, noted -> noted.filter(HostRemoval::hasGone));
        if (!forget(host) && !stays) {
            require(host);
        }
    }

    /** Whether there was a mark to be taken away. */
    boolean forget(String host) {
        return change(host, hosts -> hosts.remove(host));
    }

    boolean isMarked(String host) {
        return consul.entry(Keys.CORDONED_HOSTS)
                .map(FleetHosts::marks)
                .filter(marks -> marks.containsKey(host))
                .isPresent();
    }

    private static Map<String, Instant> marks(KvEntry entry) {
        return StateJson.read(entry.key(), entry.value(), new TypeReference<TreeMap<String, Instant>>() {});
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
            Map<String, Instant> before = entry.map(FleetHosts::marks).orElseGet(TreeMap::new);
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
