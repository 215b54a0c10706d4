package dev.parallax.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who else looks after an object, by what such tools leave on it: it would be set back, or removed, if anybody took it over. */
final class OtherTools {
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Labels and annotations, and whose they are. */
    private static final Map<String, String> MARKS = marks();

    /** Field managers, and whose they are. */
    private static final Map<String, String> MANAGERS = Map.of(
            "helm", "Helm",
            "helm-controller", "Flux",
            "kustomize-controller", "Flux",
            "flux-client-side-apply", "Flux",
            "argocd-controller", "Argo CD",
            "argocd-application-controller", "Argo CD",
            "kapp-server", "kapp",
            "Terraform", "Terraform");

    private OtherTools() {}

    private static Map<String, String> marks() {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put("meta.helm.sh/release-name", "Helm release");
        marks.put("kustomize.toolkit.fluxcd.io/name", "Flux Kustomization");
        marks.put("helm.toolkit.fluxcd.io/name", "Flux HelmRelease");
        marks.put("argocd.argoproj.io/tracking-id", "Argo CD application");
        marks.put("argocd.argoproj.io/instance", "Argo CD application");
        marks.put("kapp.k14s.io/app", "kapp application");
        marks.put("objectset.rio.cattle.io/id", "Rancher Fleet bundle");
        marks.put("operators.coreos.com/owner", "operator");
        return marks;
    }

    /** Which one, and by what that is seen: the words after "is looked after by". */
    static Optional<String> of(HasMetadata object) {
        return Stream.<Function<HasMetadata, Optional<String>>>of(
                        OtherTools::owner, OtherTools::mark, OtherTools::manager, OtherTools::named)
                .flatMap(sign -> sign.apply(object).stream())
                .findFirst();
    }

    private static Optional<String> owner(HasMetadata object) {
        return Objects.requireNonNullElse(
                        object.getMetadata().getOwnerReferences(),
                        List.<io.fabric8.kubernetes.api.model.OwnerReference>of())
                .stream()
                .findFirst()
                .map(owner -> owner.getKind() + " " + owner.getName() + ", which owns it");
    }

    private static Optional<String> mark(HasMetadata object) {
        return MARKS.entrySet().stream()
                .filter(mark -> !value(object, mark.getKey()).isEmpty())
                .findFirst()
                .map(mark -> mark.getValue() + " "
                        + value(object, mark.getKey()).replaceFirst(":.*", "") + " (" + mark.getKey() + ")");
    }

    private static String value(HasMetadata object, String key) {
        String label = StatusReader.label(object, key);
        return label.isEmpty() ? StatusReader.annotation(object, key) : label;
    }

    private static Optional<String> manager(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
                .stream()
                .map(ManagedFieldsEntry::getManager)
                .filter(manager -> manager != null && MANAGERS.containsKey(manager))
                .findFirst()
                .map(manager -> MANAGERS.get(manager) + " (field manager " + manager + ")");
    }

    private static Optional<String> named(HasMetadata object) {
        return Optional.of(StatusReader.label(object, MANAGED_BY))
                .filter(tool -> !tool.isEmpty())
                .map(tool -> tool + " (" + MANAGED_BY + ")");
    }
}
