package dev.parallax.memory;

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
import dev.parallax.backend.Trouble;
import dev.parallax.definition.DefinitionChanges;
import dev.parallax.definition.DurationText;
import dev.parallax.definition.Validation;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.logs.LogReading;
import dev.parallax.model.Application;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reference backend: hosts, replicas, steps and addresses as values in memory, where replicas go through every state and nothing
 * runs. Takes about a millisecond for each change, or no time at all on a {@link ManualTimeline}. What goes wrong there is up to {@link #faults}
 * and to the {@linkplain Builder builder}.
 */
public final class InMemoryBackend implements Backend {
    /** The name by which it is chosen. */
    public static final String NAME = "in-memory";

    static final int DEFAULT_HOSTS = 4;

    private final Timeline timeline;
    private final boolean ownsTimeline;
    private final SecretResolver secrets;
    private final SimulatedCommands commands;
    private final Simulation simulation;
    private final Calls calls;

    private InMemoryBackend(Builder builder) {
        Timeline given = builder.timeline;
        this.timeline = given == null ? Timeline.real() : given;
        this.ownsTimeline = given == null;
        this.secrets = builder.secrets;
        this.commands = builder.commands;
        Fleet fleet = builder.fleet();
        this.simulation = new Simulation(timeline, secrets, fleet, builder.reconciler(fleet));
        this.calls = new Calls(simulation);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What may be done to it behind its back. */
    public Faults faults() {
        return new Faults(simulation, calls);
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
        return look(Verb.PLAN, () -> {
            Optional<Deployment> present = simulation.find(application.name());
            return DefinitionChanges.between(present.map(live -> live.application), application)
                    .repairing(present.map(Deployment::drift).stream()
                            .flatMap(drift -> drift.standing().stream())
                            .filter(difference -> difference
                                    .role()
                                    .filter(application.roles()::containsKey)
                                    .isPresent())
                            .toList());
        });
    }

    /** Nobody runs anything by hand here: what is there is an application's own. */
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
        return calls.make(Verb.APPLY, () -> apply(application, secrets));
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        return look(Verb.SECRET, () -> simulation.find(application).map(deployment -> deployment.secrets.get(name)));
    }

    @Override
    public Rollout rotate(String application, Set<String> names) {
        return calls.make(Verb.ROTATE, () -> apply(Rotation.of(this, application, names), secrets.rotating(names)));
    }

    private Rollout apply(Application application, SecretResolver resolver) {
        Validation.check(application, NAME, MemoryFidelity.RULES);
        long revision = simulation.change(() -> simulation.want(application, resolver));
        return new InMemoryRollout(simulation, application.name(), revision);
    }

    private <T> T look(Verb verb, Supplier<T> view) {
        return calls.make(verb, () -> simulation.look(view));
    }

    private <T> T change(Verb verb, Supplier<T> work) {
        return calls.make(verb, () -> simulation.change(work));
    }

    private void change(Verb verb, Runnable work) {
        change(verb, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return look(Verb.OBSERVE, () -> simulation.find(application).map(Snapshots::status));
    }

    /** None: it is its own controller. */
    @Override
    public List<Trouble> troubles() {
        return look(Verb.TROUBLES, List::of);
    }

    @Override
    public List<Revision> history(String application) {
        return look(Verb.HISTORY, () -> simulation
                .find(application)
                .map(deployment -> List.copyOf(deployment.history))
                .orElse(List.of()));
    }

    @Override
    public Rollout rollout(String application) {
        return look(
                Verb.ROLLOUT,
                () -> new InMemoryRollout(simulation, application, simulation.present(application).revision));
    }

    @Override
    public void pause(String application) {
        change(Verb.PAUSE, () -> held(application).paused = true);
    }

    @Override
    public Rollout resume(String application) {
        return change(Verb.RESUME, () -> {
            Deployment deployment = held(application);
            if (deployment.paused) {
                deployment.since = timeline.nanoTime();
            }
            deployment.paused = false;
            return new InMemoryRollout(simulation, application, deployment.revision);
        });
    }

    /** What is to be held, or let go on. */
    private Deployment held(String application) {
        Deployment deployment = simulation.present(application);
        if (deployment.deleting) {
            throw new BackendException("application '" + application + "' is being deleted");
        }
        return deployment;
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(observer, "observer");
        return look(Verb.WATCH, () -> simulation.watch(application, observer));
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        calls.make(Verb.LOGS, () -> {
            LogReading.read(this, query, new SimulatedLogs(simulation), reader);
            return true;
        });
    }

    @Override
    public StepOutput stepOutput(String application, String step) {
        return calls.make(Verb.STEP_OUTPUT, () -> {
            LogReading.requireStep(this, application, step);
            return simulation.look(
                    () -> simulation.present(application).step(step).output(step));
        });
    }

    /** Nothing: there are no processes. */
    @Override
    public List<ComponentUse> use(String application) throws InterruptedException {
        return calls.make(Verb.USE, () -> LogReading.running(this, application).stream()
                .map(target -> new ComponentUse(target.role(), target.replica(), target.component(), 0, 0))
                .toList());
    }

    /** As {@link Builder#commands} says. */
    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        return calls.make(Verb.EXEC, () -> run(application, replica, component, command, limit));
    }

    private CommandResult run(
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
        return look(Verb.EVENTS, () -> simulation.present(application).events.events());
    }

    @Override
    public Inspection inspect(String application) {
        return look(Verb.INSPECT, () -> Snapshots.inspection(simulation.present(application)));
    }

    @Override
    public void replace(String application, String replica) {
        change(Verb.REPLACE, () -> {
            simulation.replica(application, replica).state = ReplicaState.STOPPING;
        });
    }

    @Override
    public Drift drift(String application) {
        return look(Verb.DRIFT, () -> simulation.present(application).drift());
    }

    @Override
    public Rollout repair(String application) {
        return change(Verb.REPAIR, () -> {
            Deployment deployment = simulation.present(application);
            deployment.byHand.repair();
            return new InMemoryRollout(simulation, application, deployment.revision);
        });
    }

    @Override
    public List<HostStatus> hosts() {
        return look(Verb.HOSTS, () -> simulation.fleet().status(simulation.deployments()));
    }

    @Override
    public void cordon(String host) {
        change(Verb.CORDON, () -> {
            simulation.fleet().host(host).cordoned = true;
        });
    }

    @Override
    public void uncordon(String host) {
        change(Verb.UNCORDON, () -> {
            simulation.fleet().host(host).cordoned = false;
        });
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
        return change(
                Verb.REMOVE_HOST, () -> simulation.fleet().remove(host, options.machine(), simulation.deployments()));
    }

    /** A new host, as an operator makes one, takes replicas from now on; one of that name that is there stays as it is. */
    public void addHost(String host, Map<String, String> labels) {
        simulation.change(() -> simulation.fleet().add(host, labels));
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        return calls.make(Verb.DELETE, () -> deleted(application, options));
    }

    private List<String> deleted(String application, DeleteOptions options) {
        Optional<Deployment> deleted = simulation.change(() -> {
            boolean remove = options.keptStorage() == DeleteOptions.KeptStorage.REMOVE;
            Optional<Deployment> found = simulation.find(application);
            found.ifPresent(deployment -> {
                deployment.deleting = true;
                deployment.forgetting |= remove;
            });
            if (found.isEmpty() && remove) {
                simulation.fleet().forgetStorageOf(application);
            }
            return found;
        });
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

    private boolean isThere(Optional<Deployment> deployment) {
        return simulation.look(() -> deployment
                .filter(sought -> simulation.deployments().values().stream().anyMatch(each -> each == sought))
                .isPresent());
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
    public void close() {
        simulation.close();
        if (ownsTimeline) {
            timeline.close();
        }
    }

    /** Has a component of a replica write a line. */
    public void writeLine(String application, String replica, String component, String text) {
        simulation.change(() -> simulation.replica(application, replica).write(component, timeline.now(), text));
    }

    /** The environment that a component of a replica would have started with. */
    public Map<String, String> environment(String application, String replica, String component) {
        return simulation.look(
                () -> simulation.replica(application, replica).environments.getOrDefault(component, Map.of()));
    }

    /** The environment that the last attempt of a step, at the present version, would have started with; empty before the first. */
    public Map<String, String> stepEnvironment(String application, String step) {
        return simulation.look(() -> simulation
                .find(application)
                .filter(deployment -> deployment.application.steps().containsKey(step))
                .map(deployment -> deployment.step(step).environment)
                .orElseThrow(() -> new BackendException(
                        "there is no step '" + step + "' of an application '" + application + "'")));
    }

    /**
     * The content of a file that a component of a replica would see. A file in storage says whose storage it is and where; one that is not
     * there is a {@link BackendException}.
     */
    public String file(String application, String replica, String component, String path) {
        return simulation.look(() -> Environments.file(
                        simulation.present(application), simulation.replica(application, replica), component, path)
                .orElseThrow(() -> new BackendException("replica '" + replica + "' has no file '" + path + "'")));
    }

    /** Whether storage that an application kept is left. */
    public boolean holdsStorageOf(String application) {
        return simulation.look(() -> simulation.fleet().holdsStorageOf(application));
    }

    /** Builds an {@link InMemoryBackend}. */
    public static final class Builder {
        private int hosts = DEFAULT_HOSTS;
        private @Nullable Timeline timeline;
        private SecretResolver secrets =
                SecretResolver.ofThisProcess().reading((name, existing) -> "simulated " + name);
        private final Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        private Capacity capacity = Capacity.UNBOUNDED;

        private Predicate<Component> failing = component -> false;
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

        /** Components that never get ready, such as those of a bad image, for rollouts that go wrong; all do where it is not said. */
        public Builder failing(Predicate<Component> components) {
            this.failing = components;
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

        private Reconciler reconciler(Fleet fleet) {
            return new Reconciler(fleet, new Environments(), failing, failingSteps, stepOutput);
        }

        private Fleet fleet() {
            List<SimulatedHost> fleet = new ArrayList<>();
            for (int number = 1; number <= hosts; number++) {
                String name = "host" + number;
                fleet.add(new SimulatedHost(name, number, labels.getOrDefault(name, Map.of()), capacity));
            }
            return new Fleet(fleet, capacity);
        }
    }
}
