package dev.parallax.memory;

import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Drift;
import dev.parallax.backend.HostDrain;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Plan;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemovedHost;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Rotation;
import dev.parallax.backend.StepOutput;
import dev.parallax.backend.Subscription;
import dev.parallax.definition.DefinitionChanges;
import dev.parallax.definition.DurationText;
import dev.parallax.definition.Validation;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.logs.LogReading;
import dev.parallax.model.Application;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Check;
import dev.parallax.model.Cpu;
import dev.parallax.model.Exposure;
import dev.parallax.model.Role;
import dev.parallax.model.Step;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reference backend: hosts, replicas, steps and addresses as values in memory, where replicas go through every state and nothing
 * runs. Takes about a millisecond for each change, or no time at all on a {@link ManualTimeline}. Faults are done to it with {@link
 * #killReplica}, {@link #loseHost}, {@link #returnHost} and {@link #failNextAttempts}.
 */
public final class InMemoryBackend implements Backend {
    /** The name by which it is chosen. */
    public static final String NAME = "in-memory";

    static final int DEFAULT_HOSTS = 4;
    private static final Duration TICK = Duration.ofMillis(1);

    private final Object lock = new Object();
    private final Timeline timeline;
    private final boolean ownsTimeline;
    private final SecretResolver secrets;
    private final Fleet fleet;
    private final Reconciler reconciler;
    private final Watches watches;
    private final SimulatedCommands commands;
    private final Map<String, Deployment> deployments = new TreeMap<>();
    private int services;
    private boolean scheduled;
    private volatile boolean closed;

    private InMemoryBackend(Builder builder) {
        Timeline given = builder.timeline;
        this.timeline = given == null ? Timeline.real() : given;
        this.ownsTimeline = given == null;
        this.secrets = builder.secrets;
        this.commands = builder.commands;
        List<SimulatedHost> hosts = new ArrayList<>();
        for (int number = 1; number <= builder.hosts; number++) {
            hosts.add(new SimulatedHost(
                    "host" + number, number, builder.labels.getOrDefault("host" + number, Map.of()), builder.capacity));
        }
        this.fleet = new Fleet(hosts, builder.capacity);
        this.reconciler =
                new Reconciler(fleet, new Environments(), builder.failing, builder.failingSteps, builder.stepOutput);
        this.watches = new Watches(timeline);
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FidelityReport assess(Application application) {
        return MemoryFidelity.RULES.assess(NAME, application);
    }

    @Override
    public Plan plan(Application application) {
        Validation.check(application, NAME, MemoryFidelity.RULES);
        synchronized (lock) {
            return DefinitionChanges.between(find(application.name()).map(live -> live.application), application);
        }
    }

    /** Nobody makes anything by hand here: what is there is an application's own. */
    @Override
    public Plan adoption(Application application) {
        return plan(application);
    }

    @Override
    public Rollout adopt(Application application, Plan approved) {
        return apply(application);
    }

    @Override
    public Rollout apply(Application application) {
        return apply(application, secrets);
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        synchronized (lock) {
            return find(application).map(deployment -> deployment.secrets.get(name));
        }
    }

    @Override
    public Rollout rotate(String application, Set<String> names) {
        return apply(Rotation.of(this, application, names), secrets.rotating(names));
    }

    private Rollout apply(Application application, SecretResolver resolver) {
        Validation.check(application, NAME, MemoryFidelity.RULES);
        long revision;
        synchronized (lock) {
            Deployment deployment = find(application.name()).orElse(null);
            if (deployment == null) {
                deployment = new Deployment(application, resolver.resolve(application, Map.of()), timeline.now());
                deployments.put(application.name(), deployment);
            } else {
                change(deployment, application, resolver);
            }
            deployment.since = timeline.nanoTime();
            deployment.failure = Optional.empty();
            giveAddresses(deployment);
            revision = deployment.revision;
            // A change that no replica has to follow is reached at once.
            tell(deployment, false);
        }
        act();
        return new InMemoryRollout(this, application.name(), revision);
    }

    private void change(Deployment deployment, Application application, SecretResolver resolver) {
        if (deployment.deleting) {
            throw new BackendException(
                    "application '" + application.name() + "' is being deleted; wait until it is gone and apply again");
        }
        Map<String, SecretValue> values = resolver.resolve(application, deployment.secrets);
        if (deployment.application.equals(application) && deployment.secrets.equals(values)) {
            List.copyOf(deployment.scaledByHand.keySet()).forEach(deployment::repair);
            return;
        }
        deployment.change(application, values, timeline.now(), Optional.empty());
    }

    private void giveAddresses(Deployment deployment) {
        Application application = deployment.application;
        deployment.addresses.keySet().retainAll(application.services().keySet());
        deployment.publicAddresses.keySet().retainAll(application.services().keySet());
        application.services().forEach((name, service) -> {
            deployment.addresses.computeIfAbsent(name, key -> "10.2.0." + ++services);
            if (service.exposure() == Exposure.PUBLIC) {
                deployment.publicAddresses.computeIfAbsent(name, key -> "192.0.2." + ++services);
            } else {
                deployment.publicAddresses.remove(name);
            }
        });
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        synchronized (lock) {
            return find(application).map(Snapshots::status);
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
    public Rollout rollout(String application) {
        synchronized (lock) {
            return new InMemoryRollout(this, application, present(application).revision);
        }
    }

    @Override
    public void pause(String application) {
        hold(application, true);
    }

    @Override
    public Rollout resume(String application) {
        hold(application, false);
        return rollout(application);
    }

    private void hold(String application, boolean paused) {
        synchronized (lock) {
            Deployment deployment = present(application);
            if (deployment.deleting) {
                throw new BackendException("application '" + application + "' is being deleted");
            }
            if (deployment.paused && !paused) {
                deployment.since = timeline.nanoTime();
            }
            deployment.paused = paused;
        }
        act();
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(observer, "observer");
        synchronized (lock) {
            return watches.add(application, observer, find(application).map(Snapshots::status));
        }
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        LogReading.read(this, query, new SimulatedLogs(this), reader);
    }

    @Override
    public StepOutput stepOutput(String application, String step) {
        synchronized (lock) {
            LogReading.requireStep(this, application, step);
            return present(application).step(step).output(step);
        }
    }

    /** Nothing: there are no processes. */
    @Override
    public List<ComponentUse> use(String application) throws InterruptedException {
        return LogReading.running(this, application).stream()
                .map(target -> new ComponentUse(target.role(), target.replica(), target.component(), 0, 0))
                .toList();
    }

    /** As {@link Builder#commands} says. */
    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        LogReading.target(this, application, replica, component);
        SimulatedCommands.Answer answer = commands.run(new SimulatedCommands.Call(
                application, replica, component, command, environment(application, replica, component)));
        boolean late = answer.takes().compareTo(limit) > 0;
        timeline.await(() -> false, late ? limit : answer.takes());
        if (late) {
            throw new NotReachedException("in-memory: `" + String.join(" ", command) + "` in " + replica + " "
                    + component + " takes longer than " + DurationText.format(limit));
        }
        return answer.result();
    }

    @Override
    public List<ApplicationEvent> events(String application) {
        synchronized (lock) {
            return present(application).events.events();
        }
    }

    @Override
    public Inspection inspect(String application) {
        synchronized (lock) {
            return Snapshots.inspection(present(application));
        }
    }

    private String stillThere(String application) {
        return observe(application).stream()
                .flatMap(status -> status.roles().values().stream())
                .flatMap(role -> role.replicas().stream())
                .map(ReplicaStatus::name)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), names -> names.isEmpty() ? "" : "; still there: " + names));
    }

    @Override
    public void replace(String application, String replica) {
        synchronized (lock) {
            replica(application, replica).state = ReplicaState.STOPPING;
        }
        act();
    }

    @Override
    public Drift drift(String application) {
        synchronized (lock) {
            return present(application).drift();
        }
    }

    @Override
    public Rollout repair(String application) {
        long revision;
        synchronized (lock) {
            Deployment deployment = present(application);
            List.copyOf(deployment.scaledByHand.keySet()).forEach(deployment::repair);
            revision = deployment.revision;
        }
        act();
        return new InMemoryRollout(this, application, revision);
    }

    @Override
    public List<HostStatus> hosts() {
        synchronized (lock) {
            requireOpen();
            return fleet.status(deployments);
        }
    }

    @Override
    public void cordon(String host) {
        cordon(host, true);
    }

    @Override
    public void uncordon(String host) {
        cordon(host, false);
    }

    private void cordon(String host, boolean cordoned) {
        synchronized (lock) {
            requireOpen();
            fleet.host(host).cordoned = cordoned;
        }
        act();
    }

    /** As {@link Backend#drain} has it, on this backend's timeline. */
    @Override
    public HostStatus drain(String host, Duration timeout) throws InterruptedException {
        cordon(host);
        HostDrain drain = new HostDrain(this, host);
        if (!timeline.await(drain::advance, timeout)) {
            throw drain.notReached(timeout);
        }
        return drain.status();
    }

    @Override
    public RemovedHost removeHost(String host, RemoveHostOptions options) {
        RemovedHost removed;
        synchronized (lock) {
            requireOpen();
            removed = fleet.remove(host, options.machine(), deployments);
        }
        act();
        return removed;
    }

    /** A new host, as an operator makes one, takes replicas from now on; one of that name that is there stays as it is. */
    public void addHost(String host, Map<String, String> labels) {
        synchronized (lock) {
            fleet.add(host, labels);
        }
        act();
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        @Nullable Deployment deleted;
        synchronized (lock) {
            deleted = find(application).orElse(null);
            boolean remove = options.keptStorage() == DeleteOptions.KeptStorage.REMOVE;
            if (deleted != null) {
                deleted.deleting = true;
                deleted.forgetting |= remove;
            } else if (remove) {
                fleet.forgetStorageOf(application);
            }
        }
        act();
        try {
            // Somebody may have made it anew since.
            if (!timeline.await(() -> !isThere(deleted), options.timeout())) {
                throw new NotReachedException("in-memory: " + application + " is not deleted after "
                        + DurationText.format(options.timeout()) + stillThere(application));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while deleting '" + application + "'; it goes on", e);
        }
        return List.of();
    }

    private boolean isThere(@Nullable Deployment deployment) {
        synchronized (lock) {
            requireOpen();
            return deployments.values().stream().anyMatch(each -> each == deployment);
        }
    }

    @Override
    public void close() {
        closed = true;
        watches.close();
        if (ownsTimeline) {
            timeline.close();
        }
    }

    /** A fault: the processes of a replica end, and are started again. */
    public void killReplica(String application, String replica) {
        synchronized (lock) {
            replica(application, replica).restart("killed");
        }
        act();
    }

    /** A change by hand, behind the definition's back: another count of replicas. {@link #drift} names it. */
    public void scaleByHand(String application, String role, int count) {
        synchronized (lock) {
            Deployment deployment = present(application);
            Role definition = deployment.application.roles().get(role);
            if (definition == null) {
                throw new BackendException("there is no role '" + role + "' of application '" + application + "'");
            }
            if (definition.replicas().count() == count) {
                deployment.scaledByHand.remove(role);
            } else {
                deployment.scaledByHand.put(role, count);
            }
        }
        act();
    }

    /** Has a component of a replica write a line. */
    public void writeLine(String application, String replica, String component, String text) {
        synchronized (lock) {
            SimulatedReplica found = replica(application, replica);
            found.lines.add(new LogLine(found.role, found.name(), component, Optional.of(timeline.now()), text));
        }
        timeline.changed();
    }

    /** What a replica wrote that is there; nothing of one that is not. */
    List<LogLine> lines(String application, String replica) {
        synchronized (lock) {
            return find(application).stream()
                    .flatMap(deployment -> deployment.replicas.stream())
                    .filter(found -> found.name().equals(replica))
                    .flatMap(found -> found.lines.stream())
                    .toList();
        }
    }

    /** A fault: a host no longer answers. */
    public void loseHost(String host) {
        synchronized (lock) {
            SimulatedHost lost = fleet.host(host);
            lost.lost = true;
            replicas().stream()
                    .filter(replica -> replica.host == lost && !replica.is(ReplicaState.LOST))
                    .forEach(replica -> replica.lose(timeline.nanoTime()));
        }
        act();
    }

    /** Ends {@link #loseHost}; replicas that were not replaced meanwhile start again. */
    public void returnHost(String host) {
        synchronized (lock) {
            SimulatedHost returned = fleet.host(host);
            returned.lost = false;
            replicas().stream()
                    .filter(replica -> replica.host == returned && replica.is(ReplicaState.LOST))
                    .forEach(replica -> replica.restart(null));
        }
        act();
    }

    /** A fault: the next attempts of a step fail. */
    public void failNextAttempts(String application, String step, int attempts) {
        synchronized (lock) {
            reconciler.failNext(application, step, attempts);
        }
    }

    /** The environment that a component of a replica would have started with. */
    public Map<String, String> environment(String application, String replica, String component) {
        synchronized (lock) {
            return replica(application, replica).environments.getOrDefault(component, Map.of());
        }
    }

    /** The environment that the last attempt of a step, at the present version, would have started with; empty before the first. */
    public Map<String, String> stepEnvironment(String application, String step) {
        synchronized (lock) {
            return find(application)
                    .filter(deployment -> deployment.application.steps().containsKey(step))
                    .map(deployment -> deployment.step(step).environment)
                    .orElseThrow(() -> new BackendException(
                            "there is no step '" + step + "' of an application '" + application + "'"));
        }
    }

    /**
     * The content of a file that a component of a replica would see. A file in storage says whose storage it is and where; one that is not
     * there is a {@link BackendException}.
     */
    public String file(String application, String replica, String component, String path) {
        synchronized (lock) {
            SimulatedReplica found = replica(application, replica);
            return find(application)
                    .flatMap(deployment -> Environments.file(deployment, found, component, path))
                    .orElseThrow(() -> new BackendException("replica '" + replica + "' has no file '" + path + "'"));
        }
    }

    /** Whether storage that an application kept is left. */
    public boolean holdsStorageOf(String application) {
        synchronized (lock) {
            return fleet.holdsStorageOf(application);
        }
    }

    Timeline timeline() {
        return timeline;
    }

    private SimulatedReplica replica(String application, String name) {
        List<SimulatedReplica> replicas = present(application).replicas;
        return replicas.stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BackendException.ofNoReplica(
                        name(),
                        application,
                        name,
                        replicas.stream().map(SimulatedReplica::name).toList()));
    }

    private Deployment present(String application) {
        return find(application).orElseThrow(() -> new AbsentApplicationException(name(), application));
    }

    private Optional<Deployment> find(String application) {
        requireOpen();
        return Optional.ofNullable(deployments.get(application));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this backend was closed; open another");
        }
    }

    private List<SimulatedReplica> replicas() {
        return deployments.values().stream()
                .flatMap(deployment -> deployment.replicas.stream())
                .toList();
    }

    /** Has the simulation go on after something was done to it. */
    private void act() {
        synchronized (lock) {
            deployments.values().forEach(deployment -> publish(deployment, Snapshots.status(deployment)));
            schedule(Duration.ZERO);
        }
        timeline.changed();
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
            giveAddresses(deployment);
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
        watches.publish(status);
    }

    /** Builds an {@link InMemoryBackend}. */
    public static final class Builder {
        private int hosts = DEFAULT_HOSTS;
        private @Nullable Timeline timeline;
        private SecretResolver secrets =
                SecretResolver.ofThisProcess().reading((name, existing) -> "simulated " + name);
        private final Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        private Capacity capacity = Capacity.UNBOUNDED;

        private Predicate<Check> failing = check -> false;
        private Predicate<Step> failingSteps = step -> false;
        private Function<Step, String> stepOutput = step -> "";
        private SimulatedCommands commands = SimulatedCommands.NOTHING;

        private Builder() {}

        /** Hosts {@code host1} to {@code hostN}; 4 where it is not said. */
        public Builder hosts(int count) {
            this.hosts = count;
            return this;
        }

        /** Labels of one host, for pins. */
        public Builder labels(String host, Map<String, String> hostLabels) {
            labels.put(host, hostLabels);
            return this;
        }

        /** What may be set aside on each host; unbounded where it is not said. */
        public Builder capacity(Cpu cpu, ByteSize memory) {
            this.capacity = new Capacity(cpu.millis(), memory.bytes());
            return this;
        }

        /** The time it lives in, which the caller closes; real time where it is not said. */
        public Builder timeline(Timeline given) {
            this.timeline = given;
            return this;
        }

        /** Where secret values come from; this process's environment where it is not said. */
        public Builder secrets(SecretResolver resolver) {
            this.secrets = resolver;
            return this;
        }

        /** Ready checks that never pass, for rollouts that go wrong; all pass where it is not said. */
        public Builder failing(Predicate<Check> checks) {
            this.failing = checks;
            return this;
        }

        /** Steps of which every attempt fails; all succeed where it is not said. */
        public Builder failingSteps(Predicate<Step> steps) {
            this.failingSteps = steps;
            return this;
        }

        /** What each attempt at a step writes; where it is not said, nothing. */
        public Builder stepOutput(Function<Step, String> output) {
            this.stepOutput = output;
            return this;
        }

        /** What commands in replicas do; where it is not said, nothing. */
        public Builder commands(SimulatedCommands simulated) {
            this.commands = simulated;
            return this;
        }

        public InMemoryBackend build() {
            return new InMemoryBackend(this);
        }
    }
}
