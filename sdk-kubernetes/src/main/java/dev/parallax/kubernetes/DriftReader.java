package dev.parallax.kubernetes;

import dev.parallax.backend.Drift;
import dev.parallax.backend.Drift.Difference;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what was changed by hand: what a server-side dry run of what was applied last would put back, what of it is gone, and what carries
 * our labels and was not applied. A field that we never set is not ours to compare, nor is a namespace that is there; steps have run and are left alone.
 */
final class DriftReader {
    private static final int UNPROCESSABLE = 422;

    private final Cluster cluster;
    private final Pruning pruning;

    DriftReader(Cluster cluster, Pruning pruning) {
        this.cluster = cluster;
        this.pruning = pruning;
    }

    Drift read(String application, String namespace, long revision, Manifests applied) {
        List<Difference> differences = new ArrayList<>();
        applied.all().stream().filter(object -> !(object instanceof Job)).forEach(object -> {
            List<FieldChange> fields = fields(object);
            if (!fields.isEmpty()) {
                differences.add(difference(object, fields));
            }
        });
        pruning.removed(namespace, application, applied).stream()
                .filter(object -> !(object instanceof Job))
                .forEach(object -> differences.add(difference(object, List.of(Drift.added()))));
        return new Drift(application, revision, differences);
    }

    private List<FieldChange> fields(HasMetadata object) {
        Optional<? extends HasMetadata> live = cluster.get(object);
        if (live.isEmpty()) {
            return List.of(Drift.deleted());
        }
        if (live.get() instanceof Namespace) {
            return List.of();
        }
        try {
            return FieldDiff.between(cluster.dryRun(object), live.get(), FieldOwners.of(live.get()));
        } catch (ApiException e) {
            if (e.code() != UNPROCESSABLE) {
                throw e;
            }
            // What cannot be put back in place, as it collides with what was added by hand.
            return List.of(new FieldChange("spec", Optional.of(String.valueOf(e.getMessage())), Optional.empty()));
        }
    }

    private static Difference difference(HasMetadata object, List<FieldChange> fields) {
        return new Difference(
                object.getKind(),
                object.getMetadata().getName(),
                Optional.of(StatusReader.label(object, Names.ROLE)).filter(role -> !role.isEmpty()),
                Optional.empty(),
                fields,
                Drift.State.STANDS);
    }
}
