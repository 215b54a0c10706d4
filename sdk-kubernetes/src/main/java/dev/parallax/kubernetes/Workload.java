package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A role's controller, and how it is kept from replacing pods: a Deployment is paused; a StatefulSet, which knows no pause, is given the
 * partition that leaves its pods as they are. These fields are nobody else's of us, so that applying the role leaves them alone.
 */
final class Workload {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final Cluster cluster;

    Workload(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Keeps a controller from replacing pods; as it is then. */
    HasMetadata hold(HasMetadata live) {
        if (live instanceof Deployment deployment) {
            return isHeld(deployment) ? live : patch(live, "{\"spec\":{\"paused\":true}}");
        }
        return live instanceof StatefulSet set && partition(set) < partitionToHold(set)
                ? patch(live, partition(partitionToHold(set)))
                : live;
    }

    /** Lets a controller replace pods; as it is then. */
    HasMetadata release(HasMetadata live) {
        if (live instanceof Deployment deployment) {
            return isHeld(deployment) ? patch(live, "{\"spec\":{\"paused\":null}}") : live;
        }
        return live instanceof StatefulSet set && partition(set) > 0 ? patch(live, partition(0)) : live;
    }

    private HasMetadata patch(HasMetadata live, String merge) {
        return cluster.call(
                "change " + Cluster.describe(live),
                () -> cluster.client().resource(live).patch(MERGE, merge));
    }

    private static boolean isHeld(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    private static int partition(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(strategy -> strategy.getRollingUpdate())
                .map(rolling -> rolling.getPartition())
                .orElse(0);
    }

    /** Pods change from the highest ordinal down: those that have, stay as they are now, and so do the others. */
    private static int partitionToHold(StatefulSet set) {
        int replicas = count(set.getSpec().getReplicas());
        boolean underWay = set.getStatus() != null
                && !Objects.equals(
                        set.getStatus().getCurrentRevision(), set.getStatus().getUpdateRevision());
        return underWay ? Math.max(0, replicas - count(set.getStatus().getUpdatedReplicas())) : replicas;
    }

    private static String partition(int ordinal) {
        return "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":" + ordinal + "}}}}";
    }

    private static int count(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /** The digests of what an application's controllers make their pods of. */
    static Set<String> templateDigests(Manifests manifests) {
        return manifests.all().stream()
                .map(Workload::templateDigest)
                .filter(digest -> !digest.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The digest of what a controller makes its pods of; empty for what is no controller. */
    static String templateDigest(@Nullable HasMetadata controller) {
        PodTemplateSpec template = controller instanceof Deployment deployment
                ? deployment.getSpec().getTemplate()
                : controller instanceof StatefulSet set ? set.getSpec().getTemplate() : null;
        return template == null || template.getMetadata().getAnnotations() == null
                ? ""
                : template.getMetadata().getAnnotations().getOrDefault(Names.DIGEST, "");
    }
}
