package dev.parallax.kubernetes;

import dev.parallax.backend.BackendException;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.kubernetes.ApiErrors.ApiException;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody made in the places where an application's own would be, and what becomes of it. Only what nobody else looks after is taken
 * over, and only in ways that leave its pods running until others have taken their place.
 */
final class Adoption {
    private static final int UNPROCESSABLE = 422;

    private final Cluster cluster;
    private final Neighbours neighbours;

    /** An object that is there and has not the application's label, and what is wanted in its place. */
    record Found(HasMetadata live, HasMetadata wanted) {
        String key() {
            return wanted.getKind() + "/" + wanted.getMetadata().getName();
        }
    }

    Adoption(Cluster cluster, Neighbours neighbours) {
        this.cluster = cluster;
        this.neighbours = neighbours;
    }

    /**
     * What there is to adopt.
     *
     * @throws BackendException with a line for each that cannot be adopted, and why
     */
    List<Found> find(String namespace, String application, Collection<HasMetadata> wanted) {
        List<Found> found = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (HasMetadata live : neighbours.taken(namespace, application, wanted)) {
            HasMetadata own = wanted.stream()
                    .filter(object -> Neighbours.isInPlaceOf(object, live))
                    .findFirst()
                    .orElseThrow();
            Optional<String> reason = reason(application, live, own);
            reason.ifPresent(why -> refused.add(Cluster.describe(live) + " " + why));
            if (reason.isEmpty()) {
                found.add(new Found(live, own));
            }
        }
        found.forEach(
                each -> serving(each, found).ifPresent(why -> refused.add(Cluster.describe(each.live()) + " " + why)));
        if (!refused.isEmpty()) {
            throw new BackendException("kubernetes: " + application
                    + " cannot adopt what is there; nothing was touched:\n  " + String.join("\n  ", refused));
        }
        return found;
    }

    private Optional<String> reason(String application, HasMetadata live, HasMetadata wanted) {
        String owner = StatusReader.label(live, Names.APPLICATION);
        if (!owner.isEmpty()) {
            return Optional.of("belongs to application " + owner
                    + ": rename one, or give each application a namespace of its own");
        }
        Optional<String> tool = OtherTools.of(live);
        if (tool.isPresent()) {
            return Optional.of("is looked after by " + tool.get() + ": have that let go of it first");
        }
        if (live.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("is being deleted: adopt when it is gone");
        }
        if (!live.getKind().equals(wanted.getKind())) {
            return Optional.of("is no " + wanted.getKind() + ", which role " + StatusReader.label(wanted, Names.ROLE)
                    + " would be: rename the role, or remove it first");
        }
        if (live instanceof StatefulSet) {
            return Optional.of(
                    "cannot be taken over with its data, as a StatefulSet's selector and claims are fixed: name the"
                            + " role otherwise, move the data, and remove it");
        }
        if (live instanceof Deployment deployment) {
            return selecting(application, deployment, (Deployment) wanted);
        }
        if (live instanceof Service || live instanceof PodDisruptionBudget) {
            return refusedByCluster(wanted);
        }
        return Optional.of("is not taken over, as a " + live.getKind() + " is made from the definition alone: "
                + (live instanceof io.fabric8.kubernetes.api.model.Secret
                        ? "write `existing` for a secret that is kept there, or rename the secret"
                        : "rename or remove it first"));
    }

    /** Its pods get our labels beside their own, which they are still selected by. */
    private static Optional<String> selecting(String application, Deployment live, Deployment wanted) {
        Map<String, String> labels =
                wanted.getSpec().getTemplate().getMetadata().getLabels();
        return Objects.requireNonNullElse(live.getSpec().getSelector().getMatchLabels(), Map.<String, String>of())
                .entrySet()
                .stream()
                .filter(selected -> labels.containsKey(selected.getKey())
                        && !selected.getValue().equals(labels.get(selected.getKey())))
                .findFirst()
                .map(selected -> "selects its pods by " + selected.getKey() + "=" + selected.getValue()
                        + ", which is " + labels.get(selected.getKey()) + " in application " + application
                        + ": they cannot have both; name the application " + selected.getValue()
                        + ", or select them by another label");
    }

    private Optional<String> refusedByCluster(HasMetadata wanted) {
        try {
            cluster.dryRun(wanted);
            return Optional.empty();
        } catch (ApiException e) {
            if (e.code() != UNPROCESSABLE) {
                throw e;
            }
            return Optional.of("cannot become what the definition says: " + e.getMessage());
        }
    }

    /** Old and new pods answer for a service side by side, so both have to at the same number. */
    private static Optional<String> serving(Found each, List<Found> all) {
        if (!(each.live() instanceof Service live) || !(each.wanted() instanceof Service wanted)) {
            return Optional.empty();
        }
        for (Found other : all) {
            if (other.live() instanceof Deployment before
                    && other.wanted() instanceof Deployment after
                    && OldPorts.selects(wanted, after)
                    && OldPorts.selects(live, before)) {
                for (ServicePort port : wanted.getSpec().getPorts()) {
                    Optional<Integer> number =
                            OldPorts.number(port, after.getSpec().getTemplate());
                    Optional<Integer> was = live.getSpec().getPorts().stream()
                            .filter(old -> old.getPort().equals(port.getPort()))
                            .findFirst()
                            .flatMap(
                                    old -> OldPorts.number(old, before.getSpec().getTemplate()));
                    if (was.isPresent() && number.isPresent() && !was.equals(number)) {
                        return Optional.of(
                                "leads from port " + port.getPort() + " to " + was.get()
                                        + " of the pods of " + Cluster.describe(before) + ", and to " + number.get()
                                        + " in the definition: both answer for it meanwhile, so let both be the same number first");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What becomes of it, field by field, and who has set what would change. */
    Change change(Found found) {
        HasMetadata becomes =
                found.wanted() instanceof Deployment deployment ? preview(deployment) : cluster.dryRun(found.wanted());
        return new Change(
                Action.ADOPT,
                found.wanted().getKind(),
                found.wanted().getMetadata().getName(),
                FieldDiff.between(found.live(), becomes, FieldOwners.of(found.live())));
    }

    /** A Deployment is made anew in the place of the other; the cluster is asked under a name that is free. */
    private HasMetadata preview(Deployment wanted) {
        String name = wanted.getMetadata().getName();
        Deployment becomes = cluster.dryRun(new DeploymentBuilder(wanted)
                .editMetadata()
                .withName(name + "-parallax-preview")
                .endMetadata()
                .build());
        becomes.getMetadata().setName(name);
        return becomes;
    }

    /** What somebody may not expect of it. */
    List<String> notes(String namespace, String application, List<Found> found) {
        List<String> notes = new ArrayList<>();
        List<Service> services = cluster.call(
                "list services in " + namespace,
                () -> cluster.client().services().inNamespace(namespace).list().getItems());
        for (Found each : found) {
            if (each.live() instanceof Deployment before) {
                notes.add(Cluster.describe(before)
                        + " is made anew under its name: its ReplicaSets and pods go on, and are"
                        + " replaced within the update policy");
                services.stream()
                        .filter(service -> OldPorts.selects(service, before))
                        .filter(service -> found.stream().noneMatch(other -> isSame(other.live(), service)))
                        .filter(service -> !application.equals(StatusReader.label(service, Names.APPLICATION)))
                        .forEach(service -> notes.add(Cluster.describe(service)
                                + " leads to its pods, stays as it is, and" + " will lead to none of the new ones"));
            }
            if (each.live() instanceof Service before && each.wanted() instanceof Service after) {
                before.getSpec().getPorts().stream()
                        .filter(port -> after.getSpec().getPorts().stream()
                                .noneMatch(own -> own.getPort().equals(port.getPort())))
                        .forEach(port -> notes.add(Cluster.describe(before) + " keeps port " + port.getPort()
                                + ", of which the definition says nothing"));
            }
        }
        if (!found.isEmpty()) {
            notes.add(
                    "what is adopted is a part of " + application + " from then on: `delete` removes it with the rest");
        }
        return notes;
    }

    private static boolean isSame(HasMetadata one, HasMetadata other) {
        return Objects.equals(one.getMetadata().getUid(), other.getMetadata().getUid());
    }
}
