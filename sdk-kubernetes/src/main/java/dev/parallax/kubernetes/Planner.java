package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says what applying would do, by asking the cluster to do it without keeping it (a server-side dry run). */
final class Planner {
    private static final int UNPROCESSABLE = 422;

    private final Cluster cluster;
    private final ViewReader reader;
    private final Pruning pruning;

    Planner(Cluster cluster, ViewReader reader, Pruning pruning) {
        this.cluster = cluster;
        this.reader = reader;
        this.pruning = pruning;
    }

    /** {@code adoption}: what becomes of what is there and is not the application's, of which there is none otherwise. */
    Plan plan(
            String application,
            String namespace,
            Manifests manifests,
            Function<HasMetadata, Optional<Change>> adoption) {
        List<Change> changes = new ArrayList<>();
        if (cluster.get(manifests.namespace()).isEmpty()) {
            manifests.all().forEach(object -> changes.add(change(Action.CREATE, object, List.of())));
            return new Plan(application, changes);
        }
        List<HasMetadata> removed = new ArrayList<>(pruning.removed(namespace, application, manifests));
        Set<String> replaced = new HashSet<>();
        manifests
                .all()
                .forEach(object -> changes.add(adoption.apply(object).orElseGet(() -> change(object, replaced))));
        removed.stream()
                .filter(object -> !replaced.contains(key(object)))
                .forEach(object -> changes.add(change(Action.REMOVE, object, List.of())));
        return new Plan(application, changes);
    }

    private Change change(HasMetadata object, Set<String> replaced) {
        Optional<? extends HasMetadata> live = cluster.get(object);
        if (live.isEmpty()) {
            return predecessor(object)
                    .map(before -> {
                        replaced.add(key(before));
                        return change(Action.CHANGE, object, contents(before, object));
                    })
                    .orElseGet(() -> change(Action.CREATE, object, List.of()));
        }
        if (live.get() instanceof Namespace) {
            // One that is there may be somebody else's, and is left as it is.
            return change(Action.UNCHANGED, object, List.of());
        }
        if (live.get() instanceof Job job) {
            // A step runs once a version: what runs or has succeeded is left alone.
            return JobState.of(job).state() == StepState.FAILED
                    ? change(Action.CHANGE, object, List.of())
                    : change(Action.UNCHANGED, object, List.of());
        }
        try {
            return fields(object, FieldDiff.between(live.get(), cluster.dryRun(object), FieldOwners.of(live.get())));
        } catch (ApiException e) {
            if (e.code() != UNPROCESSABLE) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage());
            return change(
                    Action.CHANGE, object, List.of(new FieldChange("spec", Optional.empty(), Optional.of(reason))));
        }
    }

    private static Change fields(HasMetadata object, List<FieldChange> fields) {
        return change(fields.isEmpty() ? Action.UNCHANGED : Action.CHANGE, object, fields);
    }

    /** Files are never changed in place: the newest object that configures the same component is what the new one replaces. */
    private Optional<HasMetadata> predecessor(HasMetadata object) {
        String configures = StatusReader.label(object, Names.CONFIGURES);
        if (configures.isEmpty()) {
            return Optional.empty();
        }
        String namespace = object.getMetadata().getNamespace();
        String application = StatusReader.label(object, Names.APPLICATION);
        List<? extends HasMetadata> candidates = object instanceof Secret
                ? reader.list(namespace, application, Secret.class)
                : reader.list(namespace, application, ConfigMap.class);
        return candidates.stream()
                .filter(candidate -> configures.equals(StatusReader.label(candidate, Names.CONFIGURES)))
                .max((a, b) -> a.getMetadata()
                        .getCreationTimestamp()
                        .compareTo(b.getMetadata().getCreationTimestamp()))
                .map(HasMetadata.class::cast);
    }

    private static List<FieldChange> contents(HasMetadata before, HasMetadata after) {
        return FieldDiff.between(before, after).stream()
                .filter(field -> field.path().startsWith("data"))
                .toList();
    }

    private static Change change(Action action, HasMetadata object, List<FieldChange> fields) {
        return new Change(action, object.getKind(), name(object), fields);
    }

    /** Objects named by a digest of their content go by what they configure: a plan is the same each time it is made. */
    private static String name(HasMetadata object) {
        String configures = StatusReader.label(object, Names.CONFIGURES);
        return configures.isEmpty() ? object.getMetadata().getName() : configures;
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
