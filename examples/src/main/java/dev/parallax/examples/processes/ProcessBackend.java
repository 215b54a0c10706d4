package dev.parallax.examples.processes;

import dev.parallax.SystemTime;
import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Rotation;
import dev.parallax.backend.Subscription;
import dev.parallax.definition.DefinitionChanges;
import dev.parallax.definition.Validation;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.model.Application;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs replicas as processes of this machine, each with files and an address of its own, for as long as the object lives: it is its own orchestrator,
 * and what it knows is in memory, so that closing it ends them (those of a program that is killed go on). Storage that is kept stays in the folder of its state. Needs Linux, with namespaces for whoever runs it.
 */
public final class ProcessBackend implements Backend {
    /** The name by which it is chosen. */
    public static final String NAME = "processes";

    private static final Duration TICK = Duration.ofMillis(50);

    private final Object lock = new Object();
    private final Clock clock = SystemTime.clock();
    private final SecretResolver secrets = SecretResolver.ofThisProcess();
    private final Path images;
    private final Path state;
    private final Loopback loopback;
    private final Reconciler reconciler;
    private final Watches watches = new Watches();
    private final ExecutorService connections = Executors.newCachedThreadPool(threads("connections"));
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(threads("loop"));
    private final Future<?> ticking;
    private final Map<String, Deployment> deployments = new TreeMap<>();

    /** {@code images}: a folder with a folder of files for each image; {@code state}: where replicas live. */
    public ProcessBackend(Path images, Path state) {
        if (!Root.isPossible()) {
            throw new BackendException(NAME + ": this machine gives no namespaces to whoever runs this; 'unshare --user"
                    + " --map-root-user --mount true' says why");
        }
        this.images = images;
        this.state = state;
        loopback = Loopback.claim();
        reconciler = new Reconciler(loopback);
        ticking = loop.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return NAME;
    }

    // tag::verbs[]
    @Override
    public FidelityReport assess(Application application) {
        return ProcessFidelity.RULES.assess(NAME, application);
    }

    @Override
    public Plan plan(Application application) {
        Validation.check(application, NAME, ProcessFidelity.RULES);
        synchronized (lock) {
            return DefinitionChanges.between(find(application.name()).map(found -> found.application), application);
        }
    }

    @Override
    public Rollout apply(Application application) {
        return apply(application, secrets);
    }

    @Override
    public Rollout rotate(String application, Set<String> names) {
        return apply(Rotation.of(this, application, names), secrets.rotating(names));
    }

    private Rollout apply(Application application, SecretResolver resolver) {
        Validation.check(application, NAME, ProcessFidelity.RULES);
        synchronized (lock) {
            Deployment deployment = find(application.name()).orElseGet(() -> begin(application));
            if (deployment.deleting) {
                throw new BackendException(NAME + ": application '" + application.name()
                        + "' is being deleted; apply again when it is gone");
            }
            Map<String, SecretValue> values = resolver.resolve(application, deployment.secrets);
            if (deployment.history.isEmpty()
                    || !deployment.application.equals(application)
                    || !deployment.secrets.equals(values)) {
                deployment.services.open(application);
                deployment.services.retain(application);
                deployment.change(application, values, clock.instant());
                deployments.put(application.name(), deployment);
            }
            return new ProcessRollout(this, application.name(), tell(deployment).revision());
        }
    }
    // end::verbs[]

    private Deployment begin(Application application) {
        ServiceAddresses services = new ServiceAddresses(loopback, connections);
        return new Deployment(application, Map.of(), workplace(application.name()), services);
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        synchronized (lock) {
            return find(application).map(Deployment::status);
        }
    }

    @Override
    public List<Revision> history(String application) {
        synchronized (lock) {
            return find(application)
                    .map(deployment -> List.copyOf(deployment.history))
                    .orElse(List.of());
        }
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        synchronized (lock) {
            return find(application).map(deployment -> deployment.secrets.get(name));
        }
    }

    @Override
    public Rollout rollout(String application) {
        ApplicationStatus status =
                observe(application).orElseThrow(() -> new AbsentApplicationException(NAME, application));
        return new ProcessRollout(this, application, status.revision());
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        synchronized (lock) {
            return watches.add(application, observer, find(application).map(Deployment::status));
        }
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        synchronized (lock) {
            find(application).ifPresent(deployment -> deployment.deleting = true);
        }
        try {
            if (!await(() -> find(application).isEmpty(), options.timeout())) {
                throw new NotReachedException(NAME + ": application '" + application + "' is not deleted after "
                        + options.timeout().toSeconds() + " s: "
                        + observe(application).map(ApplicationStatus::missing).orElse(List.of()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(NAME + ": interrupted while '" + application + "' is deleted; it goes on", e);
        }
        try {
            workplace(application).clear(options.keptStorage());
        } catch (IOException e) {
            throw new BackendException(
                    NAME + ": the files of '" + application + "' cannot be deleted: " + e.getMessage(), e);
        }
        return List.of();
    }

    @Override
    public void close() {
        synchronized (lock) {
            loop.shutdown();
            watches.close();
            for (Deployment deployment : deployments.values()) {
                deployment.services.close();
                deployment.steps.values().forEach(StepRun::kill);
                deployment.replicas.forEach(Replica::kill);
            }
            connections.shutdownNow();
            loopback.release();
        }
    }

    /** Waits until something is so, which is looked at after each change. */
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return true;
        }
    }

    private void tick() {
        synchronized (lock) {
            for (Deployment deployment : List.copyOf(deployments.values())) {
                reconciler.advance(deployment, System.nanoTime());
                tell(deployment);
                if (deployment.deleting && deployment.replicas.isEmpty()) {
                    deployment.services.close();
                    deployments.remove(deployment.application.name());
                }
            }
            lock.notifyAll();
        }
    }

    private ApplicationStatus tell(Deployment deployment) {
        if (deployment.status().allReady()) {
            deployment.reached(clock.instant());
        }
        ApplicationStatus status = deployment.status();
        watches.publish(status);
        return status;
    }

    private Optional<Deployment> find(String application) {
        if (ticking.isDone()) {
            throw new IllegalStateException("this backend was closed, or failed; open another");
        }
        return Optional.ofNullable(deployments.get(application));
    }

    private Workplace workplace(String application) {
        return new Workplace(images, state.resolve(application));
    }

    /** Of threads that keep no program alive. */
    static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, NAME + "-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
