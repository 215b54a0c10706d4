package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Application;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Storage;
import dev.parallax.model.UpdatePolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A role's controller: a StatefulSet where storage is kept, otherwise a Deployment; and its disruption budget. */
final class Workloads {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(ReplicaPolicy.class, "count")
            .rule(ReplicaPolicy.class, "minAvailable", Workloads::budgeted)
            .rule(ReplicaPolicy.class, "drift", Workloads::drift)
            .rule(UpdatePolicy.class, "maxUnavailable", Workloads::unavailable)
            .rule(UpdatePolicy.class, "maxSurge", Workloads::surge)
            .rule(UpdatePolicy.class, "deadline", update -> Probes.wholeSeconds(update.deadline()))
            .approximated("done by the process that follows the rollout", UpdatePolicy.class, "onFailure")
            .rule(
                    Storage.class,
                    "size",
                    storage -> storage.keep()
                            ? new Fidelity.Approximated("asked of the storage class, which may give more")
                            : Fidelity.EXACT)
            .exact(Storage.class, "keep")
            .build();

    private static final int OLD_REPLICA_SETS = 2;

    private final Application application;
    private final ManifestOptions options;

    Workloads(Application application, ManifestOptions options) {
        this.application = application;
        this.options = options;
    }

    private static Fidelity drift(ReplicaPolicy policy) {
        return policy.drift() == DriftPolicy.REPAIR
                ? new Fidelity.Approximated(
                        "the cluster repairs pods alone: an object that was changed or deleted by hand stays so until"
                                + " `parallax drift --repair` or `apply`, and `parallax drift` names it")
                : new Fidelity.Approximated(
                        "a pod that was deleted by hand is made again all the same; objects stay as they were found");
    }

    private static Fidelity budgeted(ReplicaPolicy policy) {
        int leftByRollouts = policy.count() - policy.update().maxUnavailable();
        return leftByRollouts >= policy.minAvailable()
                ? Fidelity.EXACT
                : new Fidelity.Approximated(
                        "bounds evictions; a rollout is bounded by maxUnavailable alone and may leave "
                                + Math.max(0, leftByRollouts));
    }

    private static Fidelity unavailable(UpdatePolicy update, FieldUse use) {
        if (use.within(Role.class).filter(Workloads::keepsStorage).isEmpty()) {
            return Fidelity.EXACT;
        }
        return switch (update.maxUnavailable()) {
            case 0 ->
                new Fidelity.Refused(
                        "a replica with kept storage has to stop before its successor can have the storage;"
                                + " write maxUnavailable: 1");
            case 1 -> Fidelity.EXACT;
            default -> new Fidelity.Approximated("a StatefulSet changes one replica at a time");
        };
    }

    private static Fidelity surge(UpdatePolicy update, FieldUse use) {
        boolean kept = use.within(Role.class).filter(Workloads::keepsStorage).isPresent();
        return kept && update.maxSurge() > 0
                ? new Fidelity.Approximated("0: kept storage belongs to one replica")
                : Fidelity.EXACT;
    }

    static boolean keepsStorage(Role role) {
        return role.storage().values().stream().anyMatch(Storage::keep);
    }

    List<HasMetadata> of(String name, Role role, PodTemplateSpec template) {
        List<HasMetadata> objects = new ArrayList<>();
        if (keepsStorage(role)) {
            objects.add(headless(name));
            objects.add(statefulSet(name, role, template));
        } else {
            objects.add(deployment(name, role, template));
        }
        if (role.replicas().minAvailable() > 0) {
            objects.add(budget(name, role));
        }
        return objects;
    }

    private Deployment deployment(String name, Role role, PodTemplateSpec template) {
        var update = role.replicas().update();
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(name)
                .withLabels(Names.labels(application.name(), Names.ROLE, name))
                .withAnnotations(Map.of(Names.VERSION, application.version()))
                .endMetadata()
                .withNewSpec()
                .withReplicas(role.replicas().count())
                .withNewSelector()
                .withMatchLabels(Names.selector(application.name(), name))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withNewMaxUnavailable(update.maxUnavailable())
                .withNewMaxSurge(update.maxSurge())
                .endRollingUpdate()
                .endStrategy()
                .withProgressDeadlineSeconds(Probes.seconds(update.deadline()))
                .withRevisionHistoryLimit(OLD_REPLICA_SETS)
                .endSpec()
                .build();
        deployment.getSpec().setTemplate(template);
        return deployment;
    }

    private StatefulSet statefulSet(String name, Role role, PodTemplateSpec template) {
        StatefulSet statefulSet = new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(name)
                .withLabels(Names.labels(application.name(), Names.ROLE, name))
                .withAnnotations(Map.of(Names.VERSION, application.version()))
                .endMetadata()
                .withNewSpec()
                .withReplicas(role.replicas().count())
                .withServiceName(Names.headless(name))
                .withPodManagementPolicy("Parallel")
                .withNewSelector()
                .withMatchLabels(Names.selector(application.name(), name))
                .endSelector()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted("Retain")
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .withRevisionHistoryLimit(OLD_REPLICA_SETS)
                .withVolumeClaimTemplates(claims(name, role))
                .endSpec()
                .build();
        statefulSet.getSpec().setTemplate(template);
        return statefulSet;
    }

    private List<PersistentVolumeClaim> claims(String name, Role role) {
        List<PersistentVolumeClaim> claims = new ArrayList<>();
        role.storage().forEach((volume, storage) -> {
            if (storage.keep()) {
                Map<String, String> labels = new LinkedHashMap<>(Names.labels(application.name(), Names.ROLE, name));
                labels.put(Names.KEPT, "true");
                PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(Containers.storageVolume(volume))
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .withRequests(Containers.size(storage))
                        .endResources()
                        .endSpec()
                        .build();
                options.storageClass().ifPresent(claim.getSpec()::setStorageClassName);
                claims.add(claim);
            }
        });
        return claims;
    }

    /** Gives the StatefulSet's pods names of their own; the bare name stays the service's. */
    private HasMetadata headless(String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(Names.headless(name))
                .withLabels(Names.labels(application.name(), Names.ROLE, name))
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(Names.selector(application.name(), name))
                .endSpec()
                .build();
    }

    /** A replica that is not ready serves nobody and may go with its node; one with kept storage may be about to mend its data. */
    private HasMetadata budget(String name, Role role) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(name)
                .withLabels(Names.labels(application.name(), Names.ROLE, name))
                .endMetadata()
                .withNewSpec()
                .withNewMinAvailable(role.replicas().minAvailable())
                .withUnhealthyPodEvictionPolicy(keepsStorage(role) ? "IfHealthyBudget" : "AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(Names.selector(application.name(), name))
                .endSelector()
                .endSpec()
                .build();
    }
}
