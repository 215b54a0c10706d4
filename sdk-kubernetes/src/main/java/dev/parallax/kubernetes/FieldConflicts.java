package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.plan.Part;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields that we set and somebody else has set otherwise since. They are told by name and not fought over. */
final class FieldConflicts {
    private static final String REASON = "FieldManagerConflict";
    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");
    private static final int CONFLICT = 409;

    private final Cluster cluster;

    FieldConflicts(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The fields of an answer of the API server and who has set each, such as {@code .spec.replicas (kubectl-scale)}; empty for another answer. */
    static Optional<String> of(KubernetesClientException answer) {
        String fields = Stream.ofNullable(answer.getStatus())
                .map(Status::getDetails)
                .flatMap(Stream::ofNullable)
                .map(StatusDetails::getCauses)
                .flatMap(List::stream)
                .filter(cause -> REASON.equals(cause.getReason()))
                .map(FieldConflicts::described)
                .distinct()
                .collect(Collectors.joining(", "));
        return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }

    private static String described(StatusCause cause) {
        Matcher manager = MANAGER.matcher(String.valueOf(cause.getMessage()));
        return cause.getField() + " (" + (manager.find() ? manager.group(1) : cause.getMessage()) + ")";
    }

    /** Asks the cluster whether it would take the objects, which are there or not. */
    void refuse(String application, Manifests wanted, Force force) {
        List<String> conflicts = new ArrayList<>();
        wanted.waves()
                .forEach(wave -> wave.forEach(part -> {
                    if (part.kind() == Part.Kind.ROLE) {
                        wanted.part(part).forEach(object -> of(object, force).ifPresent(conflicts::add));
                    }
                }));
        wanted.services().forEach(object -> of(object, force).ifPresent(conflicts::add));
        if (!conflicts.isEmpty()) {
            throw new BackendException("kubernetes: others have set what " + application + " would set otherwise: "
                    + String.join("; ", conflicts) + "; write it into the definition, have them leave it, or take it:"
                    + " `parallax adopt` shows it first, `parallax drift --repair " + application
                    + "` puts back what was applied last; nothing was touched");
        }
    }

    private Optional<String> of(HasMetadata object, Force force) {
        if (force.takes(object)) {
            return Optional.empty();
        }
        try {
            cluster.dryRunUnlessOwned(object);
            return Optional.empty();
        } catch (ApiException e) {
            // What else it says against it is told when it is applied.
            return e.code() == CONFLICT
                    ? e.fields().map(fields -> Cluster.describe(object) + " " + fields)
                    : Optional.empty();
        }
    }
}
