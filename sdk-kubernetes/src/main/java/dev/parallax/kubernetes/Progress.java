package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Revision;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.plan.Part;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a view says of a rollout: which parts are done, which failed for good, which requirements are met. Pure. {@code applied} holds
 * what this rollout made of each part: a view that is older than that says nothing of it.
 */
record Progress(Application application, ClusterView view, Map<Part, HasMetadata> applied) {

    /** Whether the cluster is done with all that it has of an application, whoever applied it. */
    static boolean isSettled(Application application, ClusterView view) {
        Map<Part, HasMetadata> live = new HashMap<>();
        view.controllers()
                .forEach(controller -> live.put(
                        new Part(Part.Kind.ROLE, controller.getMetadata().getName()), controller));
        view.jobs().stream()
                .filter(job -> application.version().equals(StatusReader.annotation(job, Names.VERSION)))
                .forEach(job -> live.put(new Part(Part.Kind.STEP, StatusReader.label(job, Names.STEP)), job));
        Progress progress = new Progress(application, view, live);
        return application.roles().keySet().stream().allMatch(role -> progress.isDone(Part.Kind.ROLE, role))
                && application.steps().keySet().stream().allMatch(step -> progress.isDone(Part.Kind.STEP, step));
    }

    /** When the newest revision came to be ready, as the cluster tells it; empty when it is not, or not all of it was applied. */
    static Optional<Instant> settledAt(ClusterView view) {
        return view.recorded()
                .revision()
                .filter(revision -> view.recorded().handedOver() && isSettled(revision.definition(), view))
                .flatMap(revision -> Stream.concat(
                                view.pods().stream().flatMap(pod -> PodState.readySince(pod).stream()),
                                view.jobs().stream().flatMap(job -> JobState.completed(job).stream()))
                        .filter(revision.applied()::isBefore)
                        .max(Comparator.naturalOrder())
                        .or(() -> Optional.of(revision.applied())));
    }

    boolean isMet(Requirement requirement) {
        if (requirement instanceof Requirement.OfStep step) {
            return isDone(Part.Kind.STEP, step.step());
        }
        if (requirement instanceof Requirement.OfRole role) {
            return replicasAtThisVersion(role.role()) >= role.min();
        }
        Requirement.OfService service = (Requirement.OfService) requirement;
        return replicasAtThisVersion(required(requirement).name()) >= service.min()
                && StatusReader.readyAddresses(view, service.service()).size() >= service.min();
    }

    /** The role or step that a requirement waits for. */
    Part required(Requirement requirement) {
        if (requirement instanceof Requirement.OfStep step) {
            return new Part(Part.Kind.STEP, step.step());
        }
        if (requirement instanceof Requirement.OfRole role) {
            return new Part(Part.Kind.ROLE, role.role());
        }
        String service = ((Requirement.OfService) requirement).service();
        return new Part(
                Part.Kind.ROLE,
                Objects.requireNonNull(application.services().get(service), service)
                        .role()
                        .orElseThrow());
    }

    /** What was applied and is not there yet, services among it, and what was not even applied. */
    List<Part> unfinished(Collection<Part> pending) {
        List<Part> unfinished = new ArrayList<>();
        Stream.concat(
                        applied.keySet().stream(),
                        application.services().keySet().stream().map(service -> new Part(Part.Kind.SERVICE, service)))
                .filter(part -> !isDone(part))
                .forEach(unfinished::add);
        unfinished.addAll(pending);
        return unfinished;
    }

    boolean isDone(Part part) {
        return isDone(part.kind(), part.name());
    }

    private boolean isDone(Part.Kind kind, String name) {
        return switch (kind) {
            case SERVICE -> isServed(application, view, name);
            case STEP ->
                job(name)
                        .filter(job -> StatusReader.stateOf(job) == StepState.SUCCEEDED)
                        .isPresent();
            case ROLE -> isRolledOut(name);
        };
    }

    /**
     * Whether a service lists the replicas of its role that are ready, and no others: that a pod is ready is seen before the endpoints
     * controller has listed it. Always true of a service that leads elsewhere.
     */
    static boolean isServed(Application application, ClusterView view, String name) {
        Optional<String> role =
                Optional.ofNullable(application.services().get(name)).flatMap(Service::role);
        if (role.isEmpty()) {
            return true;
        }
        List<Set<String>> ready = view.pods().stream()
                .filter(pod -> role.get().equals(StatusReader.label(pod, Names.ROLE)))
                .filter(PodState::isServing)
                .map(PodState::addresses)
                .toList();
        Set<String> listed = StatusReader.readyAddresses(view, name);
        return ready.stream().noneMatch(addresses -> Collections.disjoint(addresses, listed))
                && listed.stream().allMatch(address -> ready.stream().anyMatch(pod -> pod.contains(address)));
    }

    /** As {@link #isServed(Application, ClusterView, String)}, of every service of the newest revision. */
    static boolean isServed(ClusterView view) {
        return view.recorded().revision().map(Revision::definition).stream()
                .allMatch(application -> application.services().keySet().stream()
                        .allMatch(service -> isServed(application, view, service)));
    }

    private boolean isRolledOut(String name) {
        Role role = application.roles().get(name);
        if (role == null) {
            return false;
        }
        int wanted = role.replicas().count();
        return arePodsCurrent(name, wanted)
                && (deployment(name)
                                .map(Deployment::getStatus)
                                .filter(status -> count(status.getUpdatedReplicas()) == wanted
                                        && count(status.getReplicas()) == wanted
                                        && count(status.getReadyReplicas()) == wanted)
                                .isPresent()
                        || statefulSet(name)
                                .map(StatefulSet::getStatus)
                                .filter(status -> count(status.getUpdatedReplicas()) == wanted
                                        && count(status.getReplicas()) == wanted
                                        && count(status.getReadyReplicas()) == wanted)
                                .isPresent());
    }

    /** The watches of pods and of their controller are two: what the one says, the other may not know yet. */
    private boolean arePodsCurrent(String role, int wanted) {
        String digest = Workload.templateDigest(applied.get(new Part(Part.Kind.ROLE, role)));
        List<Pod> pods = view.pods().stream()
                .filter(pod -> role.equals(StatusReader.label(pod, Names.ROLE)))
                .filter(pod -> !PodState.isOver(pod) && pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
        return pods.size() == wanted
                && pods.stream().allMatch(pod -> digest.equals(StatusReader.annotation(pod, Names.DIGEST)));
    }

    /** Whether a pause keeps a part from being applied: all but a role of which no pod would be replaced, and a step that began. */
    boolean isHeld(Part part, List<HasMetadata> objects) {
        return view.recorded().paused() && objects.stream().noneMatch(this::isThere);
    }

    private boolean isThere(HasMetadata wanted) {
        if (wanted instanceof Job) {
            return find(view.jobs(), wanted)
                    .filter(job -> StatusReader.stateOf(job) != StepState.FAILED)
                    .isPresent();
        }
        return find(view.controllers().toList(), wanted)
                .filter(live -> Workload.templateDigest(live).equals(Workload.templateDigest(wanted)))
                .isPresent();
    }

    /** Why a part will not be done without somebody's help; empty as long as it may. */
    Optional<String> failure(Part part) {
        return switch (part.kind()) {
            case SERVICE -> Optional.empty();
            case STEP ->
                job(part.name())
                        .map(JobState::of)
                        .filter(state -> state.state() == StepState.FAILED)
                        .map(state -> "it failed after " + state.attempts() + " attempts: "
                                + state.lastError().orElse("no reason given"));
            case ROLE -> deployment(part.name()).flatMap(live -> missedDeadline(live, written(part)));
        };
    }

    /**
     * That a Deployment missed its deadline after it was written. When a ReplicaSet that is there already is what is wanted again, the
     * controller leaves what it said of the one before until something progresses.
     */
    private static Optional<String> missedDeadline(Deployment deployment, String written) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "ProgressDeadlineExceeded".equals(condition.getReason())
                        && condition.getLastUpdateTime().compareTo(written) > 0)
                .findFirst()
                .map(DeploymentCondition::getMessage);
    }

    /** When we last changed what a part was made into, to a second, in the form in which all times of the API are, so that they can be compared. */
    private String written(Part part) {
        return Optional.ofNullable(applied.get(part))
                .map(HasMetadata::getMetadata)
                .map(ObjectMeta::getManagedFields)
                .stream()
                .flatMap(List::stream)
                .filter(entry -> Names.MANAGER.equals(entry.getManager()) && entry.getTime() != null)
                .map(ManagedFieldsEntry::getTime)
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    private int replicasAtThisVersion(String role) {
        return deployment(role)
                .map(live -> Math.min(
                        count(live.getStatus().getUpdatedReplicas()),
                        count(live.getStatus().getReadyReplicas())))
                .or(() -> statefulSet(role)
                        .map(live -> Math.min(
                                count(live.getStatus().getUpdatedReplicas()),
                                count(live.getStatus().getReadyReplicas()))))
                .orElse(0);
    }

    private Optional<Job> job(String step) {
        HasMetadata made = applied.get(new Part(Part.Kind.STEP, step));
        return made == null
                ? Optional.empty()
                : find(view.jobs(), made)
                        .filter(job -> Objects.equals(
                                job.getMetadata().getUid(), made.getMetadata().getUid()))
                        .filter(job -> step.equals(StatusReader.label(job, Names.STEP)));
    }

    private Optional<Deployment> deployment(String role) {
        return controller(view.deployments(), role)
                .filter(live -> live.getStatus() != null
                        && isObserved(live, live.getStatus().getObservedGeneration()));
    }

    private Optional<StatefulSet> statefulSet(String role) {
        return controller(view.statefulSets(), role)
                .filter(live -> live.getStatus() != null
                        && isObserved(live, live.getStatus().getObservedGeneration()));
    }

    /** The live controller, once the view is as new as what was applied. */
    private <T extends HasMetadata> Optional<T> controller(Collection<T> live, String role) {
        HasMetadata made = applied.get(new Part(Part.Kind.ROLE, role));
        return made == null
                ? Optional.empty()
                : find(live, made)
                        .filter(object -> object.getMetadata().getGeneration()
                                >= made.getMetadata().getGeneration());
    }

    private static <T extends HasMetadata> Optional<T> find(Collection<T> live, HasMetadata made) {
        return live.stream()
                .filter(object -> object.getKind().equals(made.getKind())
                        && object.getMetadata()
                                .getName()
                                .equals(made.getMetadata().getName()))
                .findFirst();
    }

    private static boolean isObserved(HasMetadata object, @Nullable Long observed) {
        return observed != null && observed >= object.getMetadata().getGeneration();
    }

    private static int count(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
