package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.plan.Part;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings one role or step into the cluster. */
final class Parts {
    private final Cluster cluster;
    private final Force force;
    private final Workload workload;

    /** {@code force}: of which objects fields are taken that somebody else has set. */
    Parts(Cluster cluster, Force force) {
        this.cluster = cluster;
        this.force = force;
        this.workload = new Workload(cluster);
    }

    /** Applies a part; the controller or Job as the cluster then has it. */
    HasMetadata apply(Manifests manifests, Part part) {
        return switch (part.kind()) {
            case STEP -> applyStep(manifests.step(part.name()));
            case ROLE -> applyRole(manifests.role(part.name()));
            case SERVICE -> throw new IllegalArgumentException("services are applied all at once");
        };
    }

    /** Lets a controller that has just been applied replace pods, if that is what it is; as it is then. */
    HasMetadata release(HasMetadata made) {
        return workload.release(made);
    }

    /** As {@link #release}, of one that was applied some time ago. */
    HasMetadata releaseLive(HasMetadata made) {
        return release(cluster.get(made).orElse(made));
    }

    /** Keeps controllers from replacing pods. */
    void hold(ClusterView view) {
        view.deployments().forEach(workload::hold);
        view.statefulSets().forEach(workload::hold);
    }

    private HasMetadata applyRole(List<HasMetadata> objects) {
        HasMetadata controller = objects.get(0);
        for (HasMetadata object : objects) {
            if (object instanceof Deployment || object instanceof StatefulSet) {
                removeOtherKind(object);
                controller = bring(object);
            } else {
                bring(object);
            }
        }
        return controller;
    }

    HasMetadata bring(HasMetadata object) {
        return force.takes(object) ? cluster.apply(object) : cluster.applyUnlessOwned(object);
    }

    /** A role that came to keep storage, or no longer does, changes its controller's kind. */
    private void removeOtherKind(HasMetadata object) {
        HasMetadata other = object instanceof Deployment
                ? new StatefulSetBuilder().withMetadata(object.getMetadata()).build()
                : new DeploymentBuilder().withMetadata(object.getMetadata()).build();
        if (cluster.get(other).isPresent()) {
            cluster.delete(other);
        }
    }

    /**
     * A step runs once a version: one that runs or has succeeded is left alone, whatever the definition now says of it; one that
     * failed for good runs again.
     */
    private HasMetadata applyStep(Job job) {
        Optional<Job> live = cluster.get(job);
        if (live.isPresent() && StatusReader.stateOf(live.get()) != StepState.FAILED) {
            return live.get();
        }
        live.ifPresent(this::deleteAndAwait);
        return cluster.apply(job);
    }

    private void deleteAndAwait(Job job) {
        Duration limit = cluster.requestTimeout();
        cluster.run("replace failed " + Cluster.describe(job), () -> {
            var resource = cluster.client().resource(job);
            resource.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
            resource.waitUntilCondition(Objects::isNull, limit.toMillis(), TimeUnit.MILLISECONDS);
        });
    }
}
