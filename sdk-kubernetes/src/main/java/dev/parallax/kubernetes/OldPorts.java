package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Services while pods that were adopted still answer for them. We lead to ports by name; pods that somebody else made may not have such names, and
 * are found by the number meanwhile.
 */
final class OldPorts {
    private OldPorts() {}

    /** Whether a service leads to the pods of a Deployment. */
    static boolean selects(Service service, Deployment deployment) {
        Map<String, String> selector =
                Objects.requireNonNullElse(service.getSpec().getSelector(), Map.<String, String>of());
        Map<String, String> labels = Objects.requireNonNullElse(
                deployment.getSpec().getTemplate().getMetadata().getLabels(), Map.<String, String>of());
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** The number that a service's port leads to; empty for a name that the pods have not. */
    static Optional<Integer> number(ServicePort port, PodTemplateSpec template) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return Optional.of(port.getPort());
        }
        return target.getStrVal() == null
                ? Optional.of(target.getIntVal())
                : template.getSpec().getContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .filter(found -> target.getStrVal().equals(found.getName()))
                        .findFirst()
                        .map(found -> found.getContainerPort());
    }

    /** The services as they are to be as long as these ReplicaSets have pods that were adopted. */
    static List<HasMetadata> serving(List<HasMetadata> services, List<Deployment> wanted, List<ReplicaSet> sets) {
        return services.stream().map(object -> serving(object, wanted, sets)).toList();
    }

    private static HasMetadata serving(HasMetadata object, List<Deployment> wanted, List<ReplicaSet> sets) {
        if (!(object instanceof Service service)) {
            return object;
        }
        Service meanwhile = new ServiceBuilder(service).build();
        wanted.stream().filter(deployment -> selects(service, deployment)).forEach(deployment -> sets.stream()
                .filter(set -> isOfRole(set, deployment) && isAdopted(set))
                .forEach(set -> meanwhile.getSpec().getPorts().stream()
                        .filter(port ->
                                number(port, set.getSpec().getTemplate()).isEmpty())
                        .forEach(port -> number(port, deployment.getSpec().getTemplate())
                                .ifPresent(number -> port.setTargetPort(new IntOrString(number))))));
        return meanwhile;
    }

    private static boolean isOfRole(ReplicaSet set, Deployment deployment) {
        return StatusReader.label(set, Names.ROLE).equals(StatusReader.label(deployment, Names.ROLE));
    }

    /** Whether it has pods that were not made from a definition. */
    static boolean isAdopted(ReplicaSet set) {
        Map<String, String> annotations =
                set.getSpec().getTemplate().getMetadata().getAnnotations();
        boolean ours = annotations != null && annotations.containsKey(Names.DIGEST);
        return !ours && Objects.requireNonNullElse(set.getSpec().getReplicas(), 0) > 0;
    }
}
