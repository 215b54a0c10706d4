package dev.parallax.lab.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.SideFacts.Timer;
import dev.parallax.definition.DurationText;
import dev.parallax.lab.Told;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the fleet's running programs tell of themselves: versions, timers, and what these add up to. */
final class FleetFacts {
    /** memberlist's SuspicionMaxTimeoutMult, which Consul does not change. */
    private static final int LONGEST_SUSPICION = 6;

    /** How late a check's answer, or the watch that tells of it, may be: its timeout or a busy machine. */
    private static final Duration CHECK_LAG = Duration.ofSeconds(2);

    /** What is not as it was on fleets that were run so. */
    private static final List<String> CLASSIC = List.of(
            "The profile has the triggers, timers and order of a fleet that Puppet visits once a minute (ADR 31); what such fleets did not"
                    + " have is as in the profile reconciled: a public address that keepalived moves, internal addresses of services, steps under"
                    + " the controller, and the check `alive`, which restarts a process that hangs.",
            "HAProxy learns of servers from Consul's DNS at each timeout resolve, where consul-template waited until it was quiet"
                    + " for 5 s, at most 30 s, and reloaded it; and it tries another server for a connection that fails.",
            "What a lost host carried is placed on another host that is there by the job that keeps the counts, where such fleets booted a"
                    + " new host, which takes minutes more.");

    private FleetFacts() {}

    static SideFacts read(FleetSide side, FleetConsul consul, List<ReplicaRef> replicas) {
        Map<String, ContainerHost> hosts = new TreeMap<>();
        FleetLayout.HOSTS.forEach(member -> hosts.put(member.name(), side.host(member.name())));
        FleetPrograms programs = FleetPrograms.read(hosts, consul, replicas);
        List<Timer> timers = FleetTimers.of(programs);
        FleetProfile profile = programs.profile();
        return new SideFacts(
                profile.name(),
                versions(programs),
                timers,
                Duration.ofMillis(100),
                hostLoss(programs).orElse(null),
                processLoss(profile).orElse(null),
                remarks(profile, timers));
    }

    /** Of every program, the version on which the hosts agree. */
    static Map<String, String> versions(FleetPrograms programs) {
        TreeSet<String> names = new TreeSet<>();
        programs.hosts()
                .values()
                .forEach(host -> host.path("versions").fieldNames().forEachRemaining(names::add));
        Map<String, String> versions = new TreeMap<>();
        for (String name : names) {
            Map<String, String> values = new TreeMap<>();
            programs.hosts()
                    .forEach((host, found) ->
                            values.put(host, found.path("versions").path(name).asText()));
            if (name.equals("consul")) {
                values.put(
                        FleetLayout.CONTROL.name(),
                        programs.server().path("Config").path("Version").asText());
            }
            versions.put(name, Told.by(values));
        }
        return versions;
    }

    /**
     * Where Puppet is polled: a check may have passed a moment before the process ended, and looks again a period later; the timer may have had its turn a
     * moment before that.
     */
    static Optional<SideFacts.ProcessLoss> processLoss(FleetProfile profile) {
        return profile.polling().flatMap(polling -> profile.platform().map(platform -> {
            Duration noticed = platform.check().plus(CHECK_LAG);
            return new SideFacts.ProcessLoss(
                    noticed,
                    noticed.plus(polling.every()),
                    DurationText.format(platform.check()) + " until the next check + " + DurationText.format(CHECK_LAG)
                            + " for its answer + " + DurationText.format(polling.every())
                            + " until the next turn of the timer");
        }));
    }

    /** By the job that keeps the counts, and by hosts that look for what they are to carry. */
    private static SideFacts.@Nullable Replacement replacement(FleetProfile profile) {
        return profile.counting()
                .map(period -> new SideFacts.Replacement(
                        period.plus(profile.longestPoll()),
                        DurationText.format(period) + " until the next job that keeps the counts + "
                                + DurationText.format(profile.longestPoll()) + " until the next turn of the timer"))
                .orElse(null);
    }

    /** That of the slowest agent, should they differ; of none that did not tell its settings, and empty where none did. */
    static Optional<SideFacts.HostLoss> hostLoss(FleetPrograms programs) {
        return Stream.concat(
                        Stream.of(programs.server().path("DebugConfig")),
                        programs.hosts().values().stream().map(host -> host.path("timers")))
                .flatMap(settings -> hostLoss(settings).stream())
                .max(Comparator.comparing(SideFacts.HostLoss::noticedWithin))
                .map(loss -> new SideFacts.HostLoss(
                        loss.noticedWithin(), loss.because(), loss.ownPartsAfter(), replacement(programs.profile())));
    }

    /**
     * As Consul's gossip works: each agent looks at the others one after another in an order that it shuffles after each round, so
     * that two rounds may pass until one looks at the lost host; that look fails after an interval; then the host is suspected for at most six times the
     * suspicion multiplier. The control host and all others take part.
     *
     * @param settings an agent's; empty where it did not tell both
     */
    static Optional<SideFacts.HostLoss> hostLoss(JsonNode settings) {
        String interval = settings.path(FleetTimers.PROBE_INTERVAL).asText();
        long multiplier = settings.path(FleetTimers.SUSPICION).asLong();
        if (interval.isBlank() || multiplier == 0) {
            return Optional.empty();
        }
        long suspicion = multiplier * LONGEST_SUSPICION;
        long looks = 2L * FleetLayout.HOSTS.size() + 1;
        return Optional.of(new SideFacts.HostLoss(
                DurationText.parse(interval).multipliedBy(looks + suspicion),
                "(" + looks + " looks + " + suspicion + " of suspicion) x " + interval + " "
                        + FleetTimers.PROBE_INTERVAL,
                Duration.ZERO));
    }

    /** What a reader must know who compares this side with another. */
    static List<String> remarks(FleetProfile profile, List<Timer> timers) {
        List<String> remarks = new ArrayList<>();
        boolean polled = profile.polling().isPresent();
        remarks.add("HAProxy takes another server when a connection fails (retries " + value(timers, "HAProxy retries")
                + ", redispatch " + value(timers, "HAProxy redispatch")
                + "), and checks its servers itself, beside Consul (inter " + value(timers, "HAProxy inter")
                + "): requests succeed that would fail at a dead replica.");
        remarks.add(
                polled
                        ? "That a process has ended is seen by Consul's checks alone, and it is started again by a run of Puppet that"
                                + " follows; on Kubernetes the kubelet sees it, each relist period."
                        : "That a process has ended is seen by Parallax's own daemon on each host, which looks every "
                                + value(timers, "parallax-host vigil_seconds")
                                + " s, beside Consul's checks; on Kubernetes by the kubelet, each relist period.");
        if (polled) {
            remarks.addAll(CLASSIC);
        }
        remarks.add(
                "Where the lost host held the public address, that leaves it when keepalived has missed three signs of life (advert_int "
                        + value(timers, "keepalived advert_int") + ", 1s by default).");
        remarks.add("Consul's server waits for the disk at a write.");
        boolean tuned = timers.stream()
                .anyMatch(timer -> timer.name().startsWith("Consul Gossip")
                        && !timer.value().equals(timer.defaultValue()));
        if (tuned) {
            remarks.add(
                    "Consul's gossip timers are set shorter than its own, as Kubernetes' timers are in the profile tuned;"
                            + " \u201ccompare --on puppet-consul --profile classic\u201d measures with Consul's own.");
        }
        return remarks;
    }

    private static String value(List<Timer> timers, String name) {
        return timers.stream()
                .filter(timer -> timer.name().equals(name))
                .map(Timer::value)
                .findFirst()
                .orElse(Timer.NOT_FOUND);
    }
}
