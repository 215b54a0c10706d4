package dev.parallax.kubernetes;

import dev.parallax.SystemTime;
import dev.parallax.backend.AbsentApplicationException;
import dev.parallax.backend.ApplicationEvent;
import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
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
import dev.parallax.definition.MentionedSecrets;
import dev.parallax.definition.Validation;
import dev.parallax.fidelity.FidelityReport;
import dev.parallax.kubernetes.KubernetesRollout.Remedy;
import dev.parallax.kubernetes.manifest.ConfiguredTexts;
import dev.parallax.kubernetes.manifest.KubernetesFidelity;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.logs.LogReading;
import dev.parallax.logs.LogTarget;
import dev.parallax.model.Application;
import dev.parallax.model.OnFailure;
import dev.parallax.plan.FailurePolicy;
import dev.parallax.plan.Part;
import dev.parallax.secret.SecretResolver;
import dev.parallax.secret.SecretValue;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Applications on a Kubernetes cluster, each in a namespace of its own. What is wanted is applied server-side under the field
 * manager {@code parallax}; what holds it together afterwards is the cluster alone.
 *
 * <p>An application's steps and the roles that wait for them are applied by a thread of this object as their requirements
 * are met. When the process ends before that, the rest is not applied: applying the same definition again, from here
 * or elsewhere, goes on from where it was.
 */
public final class KubernetesBackend implements Backend {
    /** The backend's name. */
    public static final String NAME = "kubernetes";

    private final KubernetesSettings settings;
    private final Cluster cluster;
    private final LongSupplier nanoTime;
    private final ViewReader reader;
    private final Revisions revisions;
    private final Arrivals arrivals;
    private final SecretStore secrets;
    private final DesiredObjects desired;
    private final Pruning pruning;
    private final Neighbours neighbours;
    private final Adoption adoption;
    private final Takeover takeover;
    private final PodCommands commands;
    private final LiveViews views;
    private final Pause pause;
    private final OwnRollouts rollouts = new OwnRollouts();

    private KubernetesBackend(KubernetesSettings settings, Cluster cluster, SecretResolver resolver) {
        this.settings = settings;
        this.cluster = cluster;
        this.nanoTime = System::nanoTime;
        this.reader = new ViewReader(cluster);
        this.revisions = new Revisions(cluster);
        this.arrivals = new Arrivals(revisions, reader);
        this.secrets = new SecretStore(cluster, resolver);
        this.desired = new DesiredObjects(settings, cluster, revisions, secrets);
        this.pruning = new Pruning(reader, revisions);
        this.neighbours = new Neighbours(cluster);
        this.adoption = new Adoption(cluster, neighbours);
        this.takeover = new Takeover(cluster, reader);
        this.commands = new PodCommands(cluster);
        this.views = new LiveViews(cluster);
        this.pause = new Pause(cluster, reader, nanoTime);
    }

    /** Connects to the cluster; one that cannot be reached or is older than 1.28 is a {@link BackendException}. */
    public static KubernetesBackend connect(KubernetesSettings settings) {
        return new KubernetesBackend(settings, Cluster.connect(settings), SecretResolver.ofThisProcess());
    }

    /** None: whoever applies acts by himself, and a cluster whose own controllers are away tells nobody. */
    @Override
    public List<Trouble> troubles() {
        return List.of();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FidelityReport assess(Application application) {
        return KubernetesFidelity.RULES.assess(NAME, application);
    }

    @Override
    public Plan plan(Application application) {
        Validation.check(application, NAME, KubernetesFidelity.RULES);
        String namespace = namespace(application.name());
        Manifests preview = desired.preview(namespace, application);
        neighbours.refuseTaken(namespace, application.name(), preview.all());
        return withMentions(
                application,
                new Planner(cluster, reader, pruning)
                        .plan(application.name(), namespace, preview, object -> Optional.empty()));
    }

    /** Of what is masked, the texts that the definitions have. */
    private Plan withMentions(Application application, Plan plan) {
        Optional<ConfiguredTexts> before = MentionedSecrets.areMasked(plan)
                ? revisions
                        .latest(namespace(application.name()), application.name())
                        .map(latest -> new ConfiguredTexts(latest.definition()))
                : Optional.empty();
        ConfiguredTexts after = new ConfiguredTexts(application);
        return before.map(was -> MentionedSecrets.shown(
                        plan, change -> was.of(change.name()), change -> after.of(change.name())))
                .orElse(plan);
    }

    @Override
    public Plan adoption(Application application) {
        Validation.check(application, NAME, KubernetesFidelity.RULES);
        String namespace = namespace(application.name());
        Manifests preview = desired.preview(namespace, application);
        List<Adoption.Found> found = adoption.find(namespace, application.name(), preview.all());
        Plan plan = new Planner(cluster, reader, pruning)
                .plan(application.name(), namespace, preview, object -> found.stream()
                        .filter(each -> each.wanted() == object)
                        .findFirst()
                        .map(adoption::change));
        return new Plan(plan.application(), plan.changes(), adoption.notes(namespace, application.name(), found));
    }

    @Override
    public Rollout adopt(Application application, Plan approved) {
        return apply(
                application,
                Optional.empty(),
                (revision, part) -> remedy(application, revision, part),
                Takes.adopted(approved));
    }

    @Override
    public Rollout apply(Application application) {
        return apply(application, Optional.empty());
    }

    private KubernetesRollout apply(Application application, Optional<String> reason) {
        return apply(application, reason, (revision, part) -> remedy(application, revision, part), Takes.NOTHING);
    }

    private KubernetesRollout apply(Application application, Optional<String> reason, Remedies remedies, Takes takes) {
        Validation.check(application, NAME, KubernetesFidelity.RULES);
        String namespace = namespace(application.name());
        // Secrets that are not to be had refuse it before anything is made.
        Manifests preview = desired.preview(namespace, application);
        ensureNamespace(namespace, application.name());
        List<Adoption.Found> found =
                takes.adopts() ? adoption.find(namespace, application.name(), preview.all()) : List.of();
        takes.requireApproved(application.name(), found);
        if (!takes.adopts()) {
            neighbours.refuseTaken(namespace, application.name(), preview.all());
        }
        Force force = takes.force();
        new FieldConflicts(cluster).refuse(application.name(), preview, force);
        arrivals.note(namespace, application.name());
        Choices choices = desired.choices(namespace, application);
        Manifests manifests = desired.establish(namespace, application, choices);
        manifests.configuration().forEach(cluster::apply);
        if (takes.adopts()) {
            takeover.run(namespace, application.name(), found);
        }
        Parts parts = new Parts(cluster, force);
        List<HasMetadata> serving = takeover.serving(namespace, application.name(), manifests);
        serving.forEach(parts::bring);
        // Once pods that were adopted have gone, services lead to ports by name.
        List<HasMetadata> lasting = manifests.services().stream()
                .filter(service -> !serving.contains(service))
                .toList();
        long revision = revisions.record(namespace, application, choices, Workload.templateDigests(manifests), reason);
        return start(namespace, application, revision, manifests, remedies, parts, lasting);
    }

    /** What is done about a part of a revision that failed. */
    @FunctionalInterface
    private interface Remedies {
        Remedy of(long revision, Part part);
    }

    private void ensureNamespace(String namespace, String application) {
        Namespace wanted = Manifests.namespace(namespace, application);
        Optional<Namespace> live = cluster.get(wanted);
        if (live.isPresent() && live.get().getMetadata().getDeletionTimestamp() != null) {
            throw new BackendException(
                    "kubernetes: namespace " + namespace + " is being deleted; apply again when it is gone");
        }
        if (live.isEmpty()) {
            cluster.apply(wanted);
        }
        if (DeletionMark.isIn(reader.list(namespace, application, ConfigMap.class))) {
            throw new BackendException("kubernetes: " + application
                    + " is being deleted; wait for it, or delete it again if that was interrupted");
        }
    }

    private KubernetesRollout start(
            String namespace,
            Application application,
            long revision,
            Manifests manifests,
            Remedies remedies,
            Parts parts,
            List<HasMetadata> lasting) {
        LiveViews.Lease lease = lease(namespace, application.name());
        KubernetesRollout rollout = new KubernetesRollout(
                application,
                revision,
                manifests,
                environment(namespace, application, revision, manifests, remedies, parts, lasting),
                lease);
        try {
            rollouts.begin(rollout);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        startThread("rollout", application.name(), rollout);
        return rollout;
    }

    private KubernetesRollout.Environment environment(
            String namespace,
            Application application,
            long revision,
            Manifests manifests,
            Remedies remedies,
            Parts parts,
            List<HasMetadata> lasting) {
        return new KubernetesRollout.Environment(
                parts,
                nanoTime,
                step -> stepOutput(namespace, application, step),
                () -> there(application.name()),
                () -> ClusterView.Recorded.in(reader.list(namespace, application.name(), ConfigMap.class)),
                () -> {
                    lasting.forEach(parts::bring);
                    pruning.removed(namespace, application.name(), manifests).forEach(cluster::delete);
                    revisions.markReached(
                            namespace,
                            application.name(),
                            revision,
                            SystemTime.clock().instant());
                },
                why -> revisions.markFailed(namespace, application.name(), revision, why),
                () -> revisions.markHandedOver(
                        namespace,
                        application.name(),
                        revision,
                        SystemTime.clock().instant()),
                part -> remedies.of(revision, part));
    }

    /** A part that is rolled back takes the whole application back to its last revision that was once ready. */
    private Remedy remedy(Application application, long revision, Part part) {
        if (FailurePolicy.of(application, part) != OnFailure.ROLLBACK) {
            return Remedy.NONE;
        }
        return revisions
                .lastReached(namespace(application.name()), application.name(), revision)
                .map(good -> new Remedy(
                        "; going back to revision " + good.number() + ", version "
                                + good.definition().version(),
                        () -> apply(
                                        good.definition(),
                                        Optional.of("back to revision " + good.number() + ": " + part + " of revision "
                                                + revision + " failed"),
                                        (back, failed) -> remedy(good.definition(), back, failed),
                                        Takes.FIELDS)
                                .handedOver()))
                .orElse(new Remedy("; there is no earlier revision to go back to", Remedy.NONE.deed()));
    }

    private String stepOutput(String namespace, Application application, String step) {
        return lastPod(namespace, application.name(), Names.job(step, application.version()))
                .map(pod -> "its last output: "
                        + commands.tail(namespace, pod, step).strip())
                .orElse("");
    }

    private Optional<String> lastPod(String namespace, String application, String job) {
        return reader.list(namespace, application, Pod.class).stream()
                .filter(pod -> job.equals(StatusReader.label(pod, "batch.kubernetes.io/job-name")))
                .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .map(pod -> pod.getMetadata().getName());
    }

    @Override
    public Optional<ApplicationStatus> observe(String application) {
        return StatusReader.read(reader.read(namespace(application), application));
    }

    @Override
    public Optional<SecretValue> secret(String application, String name) {
        String namespace = namespace(application);
        return revisions
                .latest(namespace, application)
                .filter(present -> present.definition().secrets().containsKey(name))
                .flatMap(present -> secrets.value(namespace, application, name));
    }

    /** Ended between the two, the new values are there and an apply goes on. */
    @Override
    public Rollout rotate(String application, Set<String> names) {
        Application present = Rotation.of(this, application, names);
        String namespace = namespace(application);
        new FieldConflicts(cluster).refuse(application, desired.preview(namespace, present), Force.NEVER);
        Map<String, SecretValue> before = secrets.rotate(namespace, present, names);
        return apply(
                present,
                Optional.empty(),
                (revision, part) -> FailurePolicy.of(present, part) == OnFailure.ROLLBACK
                        ? new Remedy("; going back to the secrets of before", () -> {
                            secrets.replace(namespace, application, before);
                            return apply(present, Optional.empty(), (again, failed) -> Remedy.NONE, Takes.FIELDS)
                                    .handedOver();
                        })
                        : Remedy.NONE,
                Takes.NOTHING);
    }

    @Override
    public List<Revision> history(String application) {
        return arrivals.history(namespace(application), application);
    }

    /** That of this process, if it is under way here. */
    @Override
    public Rollout rollout(String application) {
        long revision = applied(application).number();
        return rollouts.underWay(application, revision)
                .<Rollout>map(own -> own)
                .orElseGet(() -> new ObservedRollout(
                        application,
                        revision,
                        () -> there(application),
                        () -> lease(namespace(application), application),
                        nanoTime));
    }

    private ApplicationStatus there(String application) {
        return observe(application)
                .orElseThrow(() -> new BackendException("kubernetes: " + application + " is no longer there"));
    }

    @Override
    public void pause(String application) {
        present(application);
        String namespace = namespace(application);
        try (LiveViews.Lease lease = lease(namespace, application)) {
            pause.order(namespace, application, lease.view());
        } catch (InterruptedException e) {
            throw interrupted("pausing " + application + "; it is paused", e);
        }
    }

    /** What is held is with a rollout of this process, or is taken up by one before the pause ends. */
    @Override
    public Rollout resume(String application) {
        Revision present = present(application);
        String namespace = namespace(application);
        if (!pause.isOrdered(namespace, application)) {
            return rollout(application);
        }
        Rollout rollout = rollouts.underWay(application, present.number())
                .<Rollout>map(own -> own)
                .orElseGet(() -> apply(present.definition()));
        pause.end(namespace, application);
        return rollout;
    }

    private Revision present(String application) {
        if (DeletionMark.isIn(reader.list(namespace(application), application, ConfigMap.class))) {
            throw new BackendException("kubernetes: " + application + " is being deleted");
        }
        return applied(application);
    }

    @Override
    public Subscription watch(String application, Consumer<ApplicationStatus> observer) {
        StatusWatch watch = new StatusWatch(lease(namespace(application), application), observer);
        startThread("watch", application, watch);
        return watch;
    }

    @Override
    public void logs(LogQuery query, Consumer<LogLine> reader) throws InterruptedException {
        LogReading.read(this, query, new PodLogs(cluster, namespace(query.application())), reader);
    }

    /** Of the newest pod of its Job, as long as that is there. */
    @Override
    public StepOutput stepOutput(String application, String step) {
        LogReading.requireStep(this, application, step);
        String namespace = namespace(application);
        ApplicationStatus status = Deployed.status(this, application);
        StepStatus found = status.steps().getOrDefault(step, new StepStatus(StepState.WAITING, 0, Optional.empty()));
        Optional<String> text = lastPod(namespace, application, Names.job(step, status.version()))
                .flatMap(pod -> new PodLogs(cluster, namespace).tail(pod, step))
                .filter(written -> !written.isBlank());
        return new StepOutput(step, found.state(), found.attempts(), text);
    }

    @Override
    public List<ComponentUse> use(String application) {
        return new PodUse(cluster).read(namespace(application), LogReading.running(this, application));
    }

    @Override
    public List<ApplicationEvent> events(String application) {
        return new ClusterEvents(cluster, applied(application).definition()).read(namespace(application));
    }

    @Override
    public Inspection inspect(String application) {
        try {
            return Inspector.inspect(application, reader.read(namespace(application), application), commands);
        } catch (InterruptedException e) {
            throw interrupted("inspecting " + application, e);
        }
    }

    /** Deletes the pod, whose controller makes another. */
    @Override
    public void replace(String application, String replica) {
        List<Pod> pods = reader.list(namespace(application), application, Pod.class).stream()
                .filter(found -> !StatusReader.label(found, Names.ROLE).isEmpty())
                .toList();
        Pod pod = pods.stream()
                .filter(found -> replica.equals(found.getMetadata().getName()))
                .findFirst()
                .orElseThrow(() -> missing(application, replica, pods));
        cluster.deleteExactly(pod);
    }

    private BackendException missing(String application, String replica, List<Pod> pods) {
        return revisions.latest(namespace(application), application).isEmpty()
                ? new AbsentApplicationException(NAME, application)
                : BackendException.ofNoReplica(
                        NAME,
                        application,
                        replica,
                        pods.stream()
                                .map(found -> found.getMetadata().getName())
                                .toList());
    }

    @Override
    public Drift drift(String application) {
        Revision applied = applied(application);
        String namespace = namespace(application);
        Manifests manifests = desired.preview(namespace, applied.definition());
        return new DriftReader(cluster, pruning).read(application, namespace, applied.number(), manifests);
    }

    @Override
    public Rollout repair(String application) {
        Application definition = applied(application).definition();
        return apply(
                definition, Optional.empty(), (revision, part) -> remedy(definition, revision, part), Takes.FIELDS);
    }

    private Revision applied(String application) {
        return revisions
                .latest(namespace(application), application)
                .orElseThrow(() -> new AbsentApplicationException(NAME, application));
    }

    @Override
    public List<HostStatus> hosts() {
        return clusterHosts().list();
    }

    @Override
    public void cordon(String host) {
        clusterHosts().cordon(host, true);
    }

    @Override
    public void uncordon(String host) {
        clusterHosts().cordon(host, false);
    }

    @Override
    public RemovedHost removeHost(String host, RemoveHostOptions options) throws InterruptedException {
        return new NodeRemoval(cluster, clusterHosts(), host).remove(options);
    }

    private ClusterHosts clusterHosts() {
        return new ClusterHosts(cluster, settings.namespace());
    }

    @Override
    public List<String> delete(String application, DeleteOptions options) {
        rollouts.abandon(application, application + " is being deleted");
        try {
            return new Deletion(cluster, views, nanoTime, namespace(application), application, options).run();
        } catch (InterruptedException e) {
            throw interrupted("deleting " + application, e);
        }
    }

    @Override
    public CommandResult exec(
            String application, String replica, String component, List<String> command, Duration limit)
            throws InterruptedException {
        LogTarget target = LogReading.target(this, application, replica, component);
        return commands.exec(namespace(application), target.replica(), target.component(), limit, command);
    }

    /** The namespace an application is in. */
    public String namespace(String application) {
        return settings.namespace().orElse(application);
    }

    private LiveViews.Lease lease(String namespace, String application) {
        try {
            return views.open(namespace, application);
        } catch (InterruptedException e) {
            throw interrupted("opening a watch of " + application, e);
        }
    }

    private static BackendException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BackendException("kubernetes: interrupted while " + what, cause);
    }

    private static void startThread(String purpose, String application, Runnable work) {
        Thread thread = new Thread(work, "parallax-" + purpose + "-" + application);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        views.close();
        cluster.close();
    }
}
