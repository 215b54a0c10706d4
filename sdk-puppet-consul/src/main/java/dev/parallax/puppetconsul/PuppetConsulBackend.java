package dev.parallax.puppetconsul;

import dev.parallax.SystemTime;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.CommandResult;
import dev.parallax.backend.ComponentUse;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.Deployed;
import dev.parallax.backend.Drift;
import dev.parallax.backend.HostStatus;
import dev.parallax.backend.Inspection;
import dev.parallax.backend.LogLine;
import dev.parallax.backend.LogQuery;
import dev.parallax.backend.Plan;
import dev.parallax.backend.RemoveHostOptions;
import dev.parallax.backend.RemovedHost;
import dev.parallax.backend.Revision;
import dev.parallax.backend.Rollout;
import dev.parallax.backend.Rotation;
import dev.parallax.backend.StepOutput;
import dev.parallax.backend.Subscription;
import dev.parallax.backend.Trouble;
import dev.parallax.definition.Validation;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.logs.LogReading;
import dev.parallax.logs.LogTarget;
import dev.parallax.model.Application;
import dev.parallax.model.Secret;
import dev.parallax.puppetconsul.consul.Consul;
import dev.parallax.puppetconsul.consul.ConsulAddress;
import dev.parallax.puppetconsul.consul.HttpConsul;
import dev.parallax.puppetconsul.consul.KvEntry;
import dev.parallax.puppetconsul.controller.Controller;
import dev.parallax.puppetconsul.controller.FleetOptions;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.Adopted;
import dev.parallax.puppetconsul.state.Desired;
import dev.parallax.puppetconsul.state.FleetSetting;
import dev.parallax.puppetconsul.state.Keys;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.world.ConsulView;
import dev.parallax.puppetconsul.world.Observation;
import dev.parallax.puppetconsul.world.World;
import dev.parallax.puppetconsul.world.WorldReader;
import dev.parallax.secret.SecretException;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deploys on a fleet of Puppet hosts that Consul knows. It writes what is wanted; a controller, in this process or elsewhere, has it
 * done. Closing the backend ends a controller in this process: what is deployed stays as it is.
 */
public final class PuppetConsulBackend implements Backend {
    /** The name of the backend. */
    public static final String NAME = "puppet-consul";

    private final Consul consul;
    private final Clock clock;
    private final FleetOptions options;
    private final ConsulAddress operator;
    /** What stands where bytes were no text. */
    private static final char NO_TEXT = '\uFFFD';

    private final SecretResolver secrets;
    private final Seal seal;
    private final ControllerKeeper controllers;
    private @Nullable ConsulView view;

    private PuppetConsulBackend(FleetSettings settings, Clock clock, SecretResolver secrets) {
        this.consul = new HttpConsul(settings.consul());
        this.clock = clock;
        this.options = settings.options();
        this.operator = settings.operator();
        this.seal = settings.seal();
        this.secrets = secrets.reading(this::existing);
        this.controllers = new ControllerKeeper(
                consul, settings.controller(), () -> new Controller(consul, clock, options, seal).start());
    }

    /** Connects; settings as {@link PuppetConsulProvider} has them. A Consul that does not answer is a {@link BackendException}. */
    public static PuppetConsulBackend open(BackendSettings settings) {
        PuppetConsulBackend backend =
                new PuppetConsulBackend(FleetSettings.of(settings), SystemTime.clock(), SecretResolver.ofThisProcess());
        try {
            backend.consul.entry(Keys.LEADER);
        } catch (BackendException e) {
            backend.close();
            throw e;
        }
        return backend;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A controller of this process does not lead at once when another one was killed. */
    @Override
    public List<Trouble> troubles() {
        return Lead.troubles(consul.entry(Keys.LEADER), controllers.isKeeping());
    }

    /** A controller of this process gives up the lead then, and nobody starts another. */
    @Override
    public List<Trouble> troublesOnceClosed() {
        return Lead.troubles(Lead.withoutOwn(consul.entry(Keys.LEADER), controllers.session()), false);
    }

    @Override
    public FidelityReport assess(Application application) {
        return rules().assess(NAME, application);
    }

    @Override
    public Plan plan(Application application) {
        Validation.check(application, NAME, rules());
        return new FleetPlan(world(), application, options, secrets).plan();
    }

    @Override
    public Rollout apply(Application application) {
        return apply(application, secrets, List.of());
    }

    @Override
    public Plan adoption(Application application) {
        return survey(application).plan();
    }

    @Override
    public Rollout adopt(Application application, Plan approved) {
        FleetAdoption adoption = survey(application);
        adoption.requireApproved(approved);
        return apply(application, secrets, adoption.adopted());
    }

    private FleetAdoption survey(Application application) {
        Validation.check(application, NAME, FleetFidelity.RULES);
        try {
            return FleetAdoption.survey(world(), application, options, secrets, new HostSurvey(consul));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while hosts were asked what runs there by hand", e);
        }
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        return Optional.ofNullable(world().apps().get(application))
                .map(app -> app.secretsOf(app.desired().value().revision()).get(name));
    }

    @Override
    public Rollout rotate(String application, Set<String> names) {
        return apply(Rotation.of(this, application, names), secrets.rotating(names), List.of());
    }

    /** What somebody else keeps in Consul, as text. */
    private String existing(String name, Secret.Existing existing) {
        String key = existing.consul()
                .orElseThrow(() -> new SecretException(
                        "secret '" + name + "' names no key of Consul's; write existing: {consul: KEY}"));
        String value = consul.entry(key)
                .map(KvEntry::value)
                .orElseThrow(() -> new SecretException("secret '" + name + "': there is no key " + key
                        + " in Consul, or the token may not read it; put the value there before applying"));
        if (value.indexOf(NO_TEXT) >= 0) {
            throw new SecretException("secret '" + name + "': key " + key + " of Consul is not UTF-8 text");
        }
        return value;
    }

    private Rollout apply(Application application, SecretResolver resolver, List<Adopted> adopted) {
        Validation.check(application, NAME, rules());
        foreseeController();
        long revision = new DesiredWriter(consul, clock, resolver, seal).want(application, adopted);
        controllers.ensure();
        boolean repairing = orderRepair(FleetDrift.of(world(), application.name()));
        return new FleetRollout(application.name(), revision, repairing, this::world, this::view);
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return Observation.of(world(), application);
    }

    @Override
    public List<Revision> history(String application) {
        return Optional.ofNullable(world().apps().get(application))
                .map(FleetHistory::of)
                .orElse(List.of());
    }

    @Override
    public Rollout rollout(String application) {
        Desired desired = world().app(application).desired().value();
        return new FleetRollout(application, desired.revision(), false, this::world, this::view);
    }

    @Override
    public void pause(String application) {
        foreseeController();
        new DesiredOrder(consul).give(application, Desired::held);
        controllers.ensure();
    }

    @Override
    public Rollout resume(String application) {
        foreseeController();
        new DesiredOrder(consul).give(application, desired -> desired.released(clock.instant()));
        controllers.ensure();
        return rollout(application);
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        return new StatusWatch(application, observer, ConsulView.open(consul), clock).start();
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        LogReading.read(this, query, new HostLogs(consul), reader);
    }

    /** As hosts told the controller, which keeps it with the step's record. */
    @Override
    public StepOutput stepOutput(String application, String step) {
        LogReading.requireStep(this, application, step);
        StepStatus found = Deployed.status(this, application)
                .steps()
                .getOrDefault(step, new StepStatus(StepState.WAITING, 0, Optional.empty()));
        Optional<String> text = Optional.ofNullable(
                        world().app(application).stepsOfWanted().get(step))
                .map(StepRecord::output)
                .filter(written -> !written.isBlank());
        return new StepOutput(step, found.state(), found.attempts(), text);
    }

    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        LogTarget target = LogReading.target(this, application, replica, component);
        return new HostCommands(consul).run(application, target, command, limit);
    }

    @Override
    public List<ComponentUse> use(String application) throws InterruptedException {
        return new HostUse(consul).read(application, LogReading.running(this, application));
    }

    @Override
    public List<ApplicationEvent> events(String application) {
        return world().app(application).events().value().events();
    }

    @Override
    public Inspection inspect(String application) {
        return FleetInspection.of(world(), application);
    }

    @Override
    public void replace(String application, String replica) {
        foreseeController();
        new Replacement(consul, clock).replace(application, replica);
        controllers.ensure();
    }

    @Override
    public Drift drift(String application) {
        return FleetDrift.of(world(), application);
    }

    @Override
    public Rollout repair(String application) {
        foreseeController();
        Drift drift = drift(application);
        boolean repairing = orderRepair(drift);
        controllers.ensure();
        return new FleetRollout(application, drift.revision(), repairing, this::world, this::view);
    }

    private boolean orderRepair(Drift drift) {
        if (drift.standing().isEmpty()) {
            return false;
        }
        new DesiredOrder(consul).give(drift.application(), Desired::repaired);
        return true;
    }

    @Override
    public List<HostStatus> hosts() {
        return fleetHosts().list();
    }

    @Override
    public void cordon(String host) {
        fleetHosts().cordon(host);
    }

    @Override
    public void uncordon(String host) {
        foreseeController();
        fleetHosts().uncordon(host);
        controllers.ensure();
    }

    @Override
    public RemovedHost removeHost(String host, RemoveHostOptions options) throws InterruptedException {
        foreseeController();
        try (Consul operator = new HttpConsul(this.operator)) {
            return new FleetHostRemoval(consul, operator, clock, this::view, controllers::ensure, fleetHosts(), host)
                    .remove(options);
        }
    }

    private FleetHosts fleetHosts() {
        return new FleetHosts(consul, clock, this::world);
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        foreseeController();
        new Deletion(consul, clock, this::view, controllers::ensure).delete(application, options);
        return List.of();
    }

    /** As the fleet is run. */
    private FidelityRules rules() {
        return FleetFidelity.rules(
                options.profile().orElseGet(() -> FleetSetting.PROFILE.read(consul.entry(Keys.PROFILE))));
    }

    private World world() {
        return new WorldReader(seal).read(clock.instant(), ConsulView.once(consul));
    }

    private synchronized ConsulView view() {
        if (view == null) {
            view = ConsulView.open(consul);
        }
        return view;
    }

    /** Before anything is written: a controller that would have to be in this process opens what the fleet's applications have. */
    private void foreseeController() {
        if (controllers.lacks()) {
            World world = world();
            if (world.sealedFor().value().isPresent()) {
                world.requireKey("a controller in this process, as none leads,");
            }
        }
    }

    @Override
    public synchronized void close() {
        controllers.close();
        if (view != null) {
            view.close();
        }
        consul.close();
    }
}
