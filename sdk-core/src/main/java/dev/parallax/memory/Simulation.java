package dev.parallax.memory;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Subscription;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is, and how it goes on: one small step after the other on the timeline, until nothing changes any more. What it holds is
 * touched only by what is handed to {@link #look} and {@link #change}.
 */
final class Simulation {
    private static final Duration TICK = Duration.ofMillis(1);

    private final Object lock = new Object();
    private final Timeline timeline;
    private final SecretResolver secrets;
    private final Fleet fleet;
    private final Reconciler reconciler;
    private final Watches watches;
    private final ServiceAddresses addresses = new ServiceAddresses();
    private final Map<String, Deployment> deployments = new TreeMap<>();
    private boolean scheduled;
    private boolean closed;
    /** Whether there is a way to it from outside. */
    private boolean connected = true;

    Simulation(Timeline timeline, SecretResolver secrets, Fleet fleet, Reconciler reconciler) {
        this.timeline = timeline;
        this.secrets = secrets;
        this.fleet = fleet;
        this.reconciler = reconciler;
        this.watches = new Watches(timeline);
    }

    /** What is to be seen at one moment. */
    <T> T look(Supplier<T> view) {
        synchronized (lock) {
            requireOpen();
            return view.get();
        }
    }

    /** Does something to it, and has it go on. */
    <T> T change(Supplier<T> work) {
        T result;
        synchronized (lock) {
            requireOpen();
            result = work.get();
            deployments.values().forEach(deployment -> publish(deployment, Snapshots.status(deployment)));
            schedule(Duration.ZERO);
        }
        timeline.changed();
        return result;
    }

    void change(Runnable work) {
        change(() -> {
            work.run();
            return true;
        });
    }

    void close() {
        synchronized (lock) {
            closed = true;
            watches.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this backend was closed; open another");
        }
    }

    void connect(boolean possible) {
        connected = possible;
    }

    boolean isConnected() {
        return connected;
    }

    boolean requireConnected() {
        if (!connected) {
            throw new BackendException(InMemoryBackend.NAME + ": the orchestrator does not answer");
        }
        return true;
    }

    Timeline timeline() {
        return timeline;
    }

    Fleet fleet() {
        return fleet;
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Map<String, Deployment> deployments() {
        return deployments;
    }

    Optional<Deployment> find(String application) {
        return Optional.ofNullable(deployments.get(application));
    }

    Deployment present(String application) {
        return find(application).orElseThrow(() -> new AbsentApplicationException(InMemoryBackend.NAME, application));
    }

    SimulatedReplica replica(String application, String name) {
        List<SimulatedReplica> replicas = present(application).replicas;
        return replicas.stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BackendException.ofNoReplica(
                        InMemoryBackend.NAME,
                        application,
                        name,
                        replicas.stream().map(SimulatedReplica::name).toList()));
    }

    /** Of every application. */
    List<SimulatedReplica> replicas() {
        return deployments.values().stream()
                .flatMap(deployment -> deployment.replicas.stream())
                .toList();
    }

    Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        return watches.add(application, observer, find(application).map(Snapshots::status));
    }

    /** Wants an application from now on; its revision. */
    long want(Application application, SecretResolver resolver) {
        Deployment deployment = find(application.name()).orElse(null);
        if (deployment == null) {
            deployment = new Deployment(application, resolver.resolve(application, Map.of()), timeline.now());
            deployments.put(application.name(), deployment);
        } else {
            change(deployment, application, resolver);
        }
        deployment.since = timeline.nanoTime();
        deployment.failure = Optional.empty();
        addresses.give(deployment);
        long revision = deployment.revision;
        // A change that no replica has to follow is reached at once.
        tell(deployment, false);
        return revision;
    }

    private void change(Deployment deployment, Application application, SecretResolver resolver) {
        if (deployment.deleting) {
            throw new BackendException(
                    "application '" + application.name() + "' is being deleted; wait until it is gone and apply again");
        }
        Map<String, SecretValue> values = resolver.resolve(application, deployment.secrets);
        if (deployment.application.equals(application) && deployment.secrets.equals(values)) {
            deployment.byHand.repair();
            return;
        }
        deployment.change(application, values, timeline.now(), Optional.empty());
    }

    private void schedule(Duration delay) {
        if (!scheduled) {
            scheduled = true;
            timeline.after(delay, this::tick);
        }
    }

    private void tick() {
        synchronized (lock) {
            scheduled = false;
            long now = timeline.nanoTime();
            boolean changed = false;
            @Nullable Duration deadline = null;
            for (Deployment deployment : List.copyOf(deployments.values())) {
                changed |= tick(deployment, now);
                Duration next = reconciler.nextDeadline(deployment, now).orElse(null);
                deadline = deadline == null || (next != null && next.compareTo(deadline) < 0) ? next : deadline;
            }
            if (changed) {
                schedule(TICK);
            } else if (deadline != null) {
                timeline.after(deadline, this::wake);
            }
        }
        timeline.changed();
    }

    private void wake() {
        synchronized (lock) {
            schedule(Duration.ZERO);
        }
    }

    private boolean tick(Deployment deployment, long now) {
        boolean changed = reconciler.advance(deployment, this::replicas, now);
        if (!changed && deployment.deleting) {
            deployments.remove(deployment.application.name());
            if (deployment.forgetting) {
                fleet.forgetStorageOf(deployment.application.name());
            }
            return true;
        }
        changed |= judge(deployment, now);
        tell(deployment, changed);
        return changed;
    }

    /** Notes a failure, and goes back where the role asks for it; whether anything changed. */
    private boolean judge(Deployment deployment, long now) {
        Optional<RolloutJudge.Failure> failure = RolloutJudge.failure(deployment, now);
        Optional<String> reason = failure.map(RolloutJudge.Failure::reason);
        boolean changed = !reason.equals(deployment.failure);
        deployment.failure = reason;
        Optional<Revision> good = failure.flatMap(found -> RolloutJudge.wayBack(deployment, found));
        good.ifPresent(back -> {
            Application definition = back.definition();
            deployment.change(
                    definition,
                    secrets.resolve(definition, deployment.secrets),
                    timeline.now(),
                    reason.map(why -> "back to revision " + back.number() + ": " + why));
            deployment.since = now;
            deployment.failure = Optional.empty();
            addresses.give(deployment);
        });
        return changed || good.isPresent();
    }

    /** Notes when everything is ready, and tells watches of that and of other changes. */
    private void tell(Deployment deployment, boolean changed) {
        ApplicationStatus status = Snapshots.status(deployment);
        boolean reached = status.allReady() && deployment.reached(timeline.now());
        if (changed || reached) {
            publish(deployment, reached ? Snapshots.status(deployment) : status);
        }
    }

    private void publish(Deployment deployment, ApplicationStatus status) {
        deployment.events = deployment.events.next(status, timeline.now());
        if (connected) {
            watches.publish(status);
        }
    }
}
