package dev.parallax.comparison.probe;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.Subscription;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.history.Event;
import dev.parallax.comparison.history.Recorder;
import dev.parallax.comparison.history.RunClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches one application on one side: probes the service's address and each replica the orchestrator tells of, takes the
 * orchestrator's own stream of states, and follows where the hosts' balancers send requests. All of it goes into the history, and into a {@link LiveView} for those who wait
 * for something.
 */
public final class Observer implements AutoCloseable {
    private final MeasuredService measured;
    private final Event.Probing probing;
    private final RunClock clock;
    private final Recorder recorder;
    private final LiveView view;
    private final Prober prober;
    private final Subscription subscription;
    private final Subscription dataPath;
    private final Map<String, Event.PathObserved> paths = new TreeMap<>();
    private Event.@Nullable StatusObserved latest;

    private Observer(
            Testbed testbed, MeasuredService measured, Event.Probing probing, RunClock clock, Recorder recorder) {
        this.measured = measured;
        this.probing = probing;
        this.clock = clock;
        this.recorder = recorder;
        this.view = new LiveView(clock.ticker());
        this.prober = Prober.start(clock.ticker(), this::probed);
        this.subscription = testbed.backend().watch(measured.application(), this::observed);
        this.dataPath = testbed.followDataPath(measured, this::led);
    }

    /** Starts to watch; the application need not be there yet. */
    public static Observer start(
            Testbed testbed, MeasuredService measured, Event.Probing probing, RunClock clock, Recorder recorder) {
        return new Observer(testbed, measured, probing, clock, recorder);
    }

    public LiveView view() {
        return view;
    }

    /** Records the latest state of the orchestrator and of the data path once more, so that a trial's own events begin with it. */
    public synchronized void restate() {
        Event.StatusObserved known = latest;
        if (known != null) {
            recorder.record(new Event.StatusObserved(clock.now(), known.roles(), known.replicas(), known.endpoints()));
        }
        paths.values().forEach(recorder::record);
    }

    /** Ends the watch and the probes. */
    @Override
    public void close() {
        subscription.close();
        dataPath.close();
        prober.close();
    }

    private void probed(ProbeResult result) {
        Event.ProbeEnded event = new Event.ProbeEnded(
                clock.at(result.ended()),
                result.target().name(),
                clock.at(result.intended()),
                clock.at(result.sent()),
                result.outcome(),
                result.status());
        recorder.record(event);
        view.probed(event);
    }

    private synchronized void observed(ApplicationStatus status) {
        Event.StatusObserved event = describe(status, clock.now());
        Event.StatusObserved before = latest;
        if (before == null || !isSame(before, event)) {
            latest = event;
            recorder.record(event);
        }
        prober.probe(targets(status));
        view.observed(status);
    }

    private synchronized void led(String host, long since, long at, List<String> targets) {
        Event.PathObserved event = new Event.PathObserved(clock.at(at), clock.at(since), host, targets);
        paths.put(host, event);
        recorder.record(event);
    }

    private static boolean isSame(Event.StatusObserved one, Event.StatusObserved other) {
        return one.roles().equals(other.roles())
                && one.replicas().equals(other.replicas())
                && one.endpoints().equals(other.endpoints());
    }

    private Event.StatusObserved describe(ApplicationStatus status, long now) {
        Map<String, Event.RoleCounts> roles = new TreeMap<>();
        status.roles()
                .forEach((name, role) -> roles.put(
                        name, new Event.RoleCounts(role.wanted(), role.placed(), role.started(), role.ready())));
        Map<String, List<String>> endpoints = new TreeMap<>();
        status.services().forEach((name, service) -> endpoints.put(name, service.readyEndpoints()));
        return new Event.StatusObserved(
                now, roles, replicas(status).stream().map(Observer::describe).toList(), endpoints);
    }

    private static Event.ReplicaSeen describe(ReplicaStatus replica) {
        return new Event.ReplicaSeen(
                replica.name(),
                replica.host().orElse(null),
                replica.address().orElse(null),
                replica.state().name(),
                replica.restarts());
    }

    private List<ReplicaStatus> replicas(ApplicationStatus status) {
        RoleStatus role = status.roles().get(measured.role());
        return role == null ? List.of() : role.replicas();
    }

    private Set<ProbeTarget> targets(ApplicationStatus status) {
        Set<ProbeTarget> targets = new HashSet<>();
        ServiceStatus service = status.services().get(measured.service());
        if (service != null) {
            measured.address(service)
                    .flatMap(address ->
                            target(Event.ProbeEnded.SERVICE, address, measured.port(), probing.servicePeriod()))
                    .ifPresent(targets::add);
        }
        for (ReplicaStatus replica : replicas(status)) {
            replica.address()
                    .flatMap(
                            address -> target(replica.name(), address, measured.replicaPort(), probing.replicaPeriod()))
                    .ifPresent(targets::add);
        }
        return targets;
    }

    private Optional<ProbeTarget> target(String name, String address, int port, long period) {
        try {
            // A literal address: no name server is asked.
            InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName(address), port);
            return Optional.of(new ProbeTarget(
                    name, socket, measured.request(), Duration.ofNanos(period), Duration.ofNanos(probing.timeout())));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
