package dev.parallax.puppetconsul.controller;

import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.AppRecord;
import dev.parallax.puppetconsul.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which hosts do not answer, and since when: kept in Consul, so that a new leader goes on counting. */
final class LostHosts {
    private final World world;
    private final SortedMap<String, Instant> since;

    private final FleetProfile profile;

    private LostHosts(World world, SortedMap<String, Instant> since, FleetProfile profile) {
        this.world = world;
        this.since = since;
        this.profile = profile;
    }

    /** Those of the world, with the ones lost since then added and the ones that came back left out. */
    static LostHosts of(World world, FleetProfile profile) {
        TreeSet<String> names = new TreeSet<>(world.hosts().keySet());
        for (AppRecord app : world.apps().values()) {
            app.placement().value().stream().map(PlacedReplica::host).forEach(names::add);
            app.stepsOfWanted().values().stream()
                    .filter(step -> step.state() == StepRecord.State.RUNNING)
                    .map(StepRecord::host)
                    .forEach(names::add);
        }
        SortedMap<String, Instant> since = new TreeMap<>();
        for (String host : names) {
            if (!world.isAlive(host)) {
                since.put(host, world.lostHosts().value().getOrDefault(host, world.now()));
            }
        }
        return new LostHosts(world, since, profile);
    }

    SortedMap<String, Instant> since() {
        return since;
    }

    /** Whether a host is lost and has been for this long; where a job keeps the counts, since before its last time. */
    boolean isGivenUp(String host, Duration after, Agenda agenda) {
        Instant lost = since.get(host);
        return isRemoved(host)
                || (lost != null
                        && agenda.hasPassed(
                                lost,
                                profile.counting()
                                        .map(period -> untilJob(lost, period))
                                        .orElse(after)));
    }

    /** Whether a host was given up by whoever looks after it, with the storage that it kept. */
    boolean isRemoved(String host) {
        return world.isGivenUp(host);
    }

    /** Jobs are at the whole multiples of their period since the epoch, as cron's are by the clock. */
    private static Duration untilJob(Instant lost, Duration period) {
        return Duration.ofMillis(period.toMillis() - Math.floorMod(lost.toEpochMilli(), period.toMillis()));
    }
}
