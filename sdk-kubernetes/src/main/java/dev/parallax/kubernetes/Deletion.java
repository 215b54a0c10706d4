package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.NotReachedException;
import dev.parallax.backend.Revision;
import dev.parallax.definition.DurationText;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Deletes one application: public services first, so that no more traffic comes, then roles and steps wave by wave
 * backwards, then services, configuration and secrets. Where kept storage stays, the namespace and the secrets stay with it:
 * the data would be of little use without the passwords that are in it; so does a namespace that holds anything else. A deletion
 * that was interrupted goes on when it is asked for again.
 */
final class Deletion {
    private final Cluster cluster;
    private final ViewReader reader;
    private final Revisions revisions;
    private final Neighbours neighbours;
    private final LiveViews views;
    private final LongSupplier nanoTime;
    private final String namespace;
    private final String application;
    private final DeleteOptions options;
    private final long startedAt;

    Deletion(
            Cluster cluster,
            LiveViews views,
            LongSupplier nanoTime,
            String namespace,
            String application,
            DeleteOptions options) {
        this.cluster = cluster;
        this.reader = new ViewReader(cluster);
        this.revisions = new Revisions(cluster);
        this.neighbours = new Neighbours(cluster);
        this.views = views;
        this.nanoTime = nanoTime;
        this.namespace = namespace;
        this.application = application;
        this.options = options;
        this.startedAt = nanoTime.getAsLong();
    }

    /** What stays, and why, as {@code Backend.delete} tells it. */
    List<String> run() throws InterruptedException {
        Optional<Namespace> found = cluster.get(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build());
        if (found.isEmpty()) {
            return List.of();
        }
        if (isEnding(found.get())) {
            awaitGone(found.get());
            return List.of();
        }
        if (isNothingThere()) {
            return list(PersistentVolumeClaim.class).isEmpty() ? removeNamespace(found.get()) : List.of();
        }
        HasMetadata mark = DeletionMark.of(namespace, application);
        cluster.createIfAbsent(mark);
        list(Service.class).stream()
                .filter(service -> "LoadBalancer".equals(service.getSpec().getType()))
                .forEach(cluster::delete);
        try (LiveViews.Lease lease = views.open(namespace, application)) {
            List<List<Part>> waves = waves();
            for (int wave = waves.size() - 1; wave >= 0; wave--) {
                deleteWave(lease.view(), waves.get(wave));
            }
            deleteAll(list(PodDisruptionBudget.class));
            deleteAll(list(Deployment.class));
            deleteAll(adopted());
            deleteAll(list(StatefulSet.class));
            deleteAll(list(Job.class));
            awaitNoPods(lease.view(), pod -> true);
        }
        deleteAll(list(Service.class));
        deleteAll(list(EndpointSlice.class).stream()
                .filter(slice -> Names.MANAGER.equals(StatusReader.label(slice, Names.SLICE_MANAGER)))
                .toList());
        List<PersistentVolumeClaim> claims = list(PersistentVolumeClaim.class);
        if (options.keptStorage() == KeptStorage.REMOVE) {
            deleteAll(claims);
            claims.forEach(this::awaitGone);
        }
        boolean keeps = options.keptStorage() == KeptStorage.KEEP && !claims.isEmpty();
        list(Secret.class).stream()
                .filter(secret ->
                        !keeps || StatusReader.label(secret, Names.SECRET).isEmpty())
                .forEach(cluster::delete);
        list(ConfigMap.class).stream()
                .filter(configMap -> !DeletionMark.isMark(configMap))
                .forEach(cluster::delete);
        boolean stays = !list(PersistentVolumeClaim.class).isEmpty();
        List<String> left = stays ? List.of() : removeNamespace(found.get());
        if (stays || !left.isEmpty()) {
            // A load balancer may hold its service until it has let go of the address.
            list(Service.class).forEach(this::awaitGone);
            cluster.delete(mark);
        }
        return left;
    }

    private static boolean isEnding(Namespace found) {
        return found.getMetadata().getDeletionTimestamp() != null;
    }

    /** What is kept from an earlier deletion does not count unless it has to go now. */
    private boolean isNothingThere() {
        return list(ConfigMap.class).isEmpty()
                && list(Service.class).isEmpty()
                && list(Pod.class).isEmpty()
                && list(Deployment.class).isEmpty()
                && list(StatefulSet.class).isEmpty()
                && list(Job.class).isEmpty()
                && (options.keptStorage() == KeptStorage.KEEP
                        || (list(PersistentVolumeClaim.class).isEmpty()
                                && list(Secret.class).isEmpty()));
    }

    /** Why it stays, when the namespace is not ours, may hold anything else, or is not for this user to delete; empty when it is gone. */
    private List<String> removeNamespace(Namespace found) throws InterruptedException {
        if (!application.equals(StatusReader.label(found, Names.APPLICATION))) {
            return stays("it was not made for " + application);
        }
        Optional<String> more = mayHoldMore();
        if (more.isPresent()) {
            return stays(more.get());
        }
        try {
            cluster.delete(found);
        } catch (ApiException e) {
            if (e.isForbidden()) {
                return stays("it is not for this user to delete (" + e.code() + "); nothing else is in it");
            }
            throw e;
        }
        awaitGone(found);
        return List.of();
    }

    private List<String> stays(String why) {
        return List.of("namespace " + namespace + " stays: " + why);
    }

    /** What cannot be looked at may be there. */
    private Optional<String> mayHoldMore() {
        try {
            return neighbours
                    .first(namespace, application)
                    .map(other -> other + " is in it, which is not " + application + "'s");
        } catch (ApiException e) {
            return Optional.of("not all that may be in it could be looked at: " + e.getMessage());
        }
    }

    private List<List<Part>> waves() {
        return revisions
                .latest(namespace, application)
                .map(Revision::definition)
                .map(Waves::of)
                .orElse(List.of());
    }

    private void deleteWave(LiveView view, List<Part> wave) throws InterruptedException {
        List<String> roles = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        wave.forEach(part -> {
            if (part.kind() == Part.Kind.ROLE) {
                roles.add(part.name());
            } else if (part.kind() == Part.Kind.STEP) {
                steps.add(part.name());
            }
        });
        Predicate<HasMetadata> inWave = object -> roles.contains(StatusReader.label(object, Names.ROLE))
                || steps.contains(StatusReader.label(object, Names.STEP));
        deleteAll(list(PodDisruptionBudget.class).stream().filter(inWave).toList());
        deleteAll(list(Deployment.class).stream().filter(inWave).toList());
        deleteAll(list(StatefulSet.class).stream().filter(inWave).toList());
        deleteAll(list(Job.class).stream().filter(inWave).toList());
        awaitNoPods(view, inWave);
    }

    /** ReplicaSets of an adoption that was stopped before a Deployment of ours claimed them. */
    private List<ReplicaSet> adopted() {
        return list(ReplicaSet.class).stream()
                .filter(set -> set.getMetadata().getOwnerReferences().isEmpty())
                .toList();
    }

    private void deleteAll(List<? extends HasMetadata> objects) {
        objects.forEach(cluster::delete);
    }

    private <T extends HasMetadata> List<T> list(Class<T> kind) {
        return reader.list(namespace, application, kind);
    }

    private void awaitNoPods(LiveView view, Predicate<HasMetadata> which) throws InterruptedException {
        long seen = -1;
        while (true) {
            seen = view.awaitChange(seen, remaining());
            List<Pod> left = view.view().pods().stream().filter(which).toList();
            if (left.isEmpty()) {
                return;
            }
            if (remaining().isZero()) {
                throw notReached("pod " + left.get(0).getMetadata().getName()
                        + (left.size() == 1 ? "" : " and " + (left.size() - 1) + " others"));
            }
        }
    }

    private void awaitGone(HasMetadata object) {
        try {
            cluster.run("wait for the end of " + Cluster.describe(object), () -> cluster.client()
                    .resource(object)
                    .waitUntilCondition(Objects::isNull, Math.max(1, remaining().toMillis()), TimeUnit.MILLISECONDS));
        } catch (BackendException e) {
            if (e.getCause() instanceof KubernetesClientTimeoutException) {
                throw notReached(Cluster.describe(object));
            }
            throw e;
        }
    }

    private NotReachedException notReached(String left) {
        return new NotReachedException("kubernetes: " + application + " is not deleted after "
                + DurationText.format(options.timeout()) + "; still there: " + left);
    }

    private Duration remaining() {
        Duration left = options.timeout().minusNanos(nanoTime.getAsLong() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
