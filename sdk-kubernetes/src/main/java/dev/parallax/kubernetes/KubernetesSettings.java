package dev.parallax.kubernetes;

import dev.parallax.ParallaxStyle;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.definition.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** Which cluster, and how it is used. */
@Value.Immutable
@ParallaxStyle
public interface KubernetesSettings {
    /** The setting that says where other applications are. */
    String NAMESPACES_OF = "namespaces-of";

    /** What names of applications and namespaces are made of. */
    String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    /** Absent: {@code $KUBECONFIG}, then {@code ~/.kube/config}, then the cluster this process runs in. */
    Optional<Path> kubeconfig();

    /** A context of the kubeconfig; absent: its current one. */
    Optional<String> context();

    /** The namespace of every application; absent: one of its own, by the application's name. */
    Optional<String> namespace();

    /** The namespaces of other applications, by their names; absent: one of their own. */
    Map<String, String> namespacesOf();

    /** The class of kept storage; absent: the cluster's default. */
    Optional<String> storageClass();

    /** Secrets of the namespace that images are pulled with. */
    List<String> imagePullSecrets();

    /** The most that one request may take. */
    default Duration requestTimeout() {
        return Duration.ofSeconds(10);
    }

    /**
     * Reads {@code kubeconfig}, {@code context}, {@code namespace}, {@code namespaces-of} ({@code APPLICATION=NAMESPACE}, separated by
     * commas), {@code storage-class}, {@code image-pull-secrets} (separated by commas), {@code request-timeout}.
     */
    static KubernetesSettings of(BackendSettings settings) {
        settings.requireKnown(
                KubernetesBackend.NAME,
                Set.of(
                        "kubeconfig",
                        "context",
                        "namespace",
                        NAMESPACES_OF,
                        "storage-class",
                        "image-pull-secrets",
                        "request-timeout"));
        Builder builder = builder()
                .kubeconfig(settings.path("kubeconfig"))
                .context(settings.get("context"))
                .namespace(settings.get("namespace"))
                .storageClass(settings.get("storage-class"));
        settings.get(NAMESPACES_OF).ifPresent(text -> builder.putAllNamespacesOf(namespaces(text)));
        settings.get("image-pull-secrets").ifPresent(names -> builder.addImagePullSecrets(names.split(",")));
        settings.get("request-timeout").ifPresent(text -> builder.requestTimeout(timeout(text)));
        return builder.build();
    }

    /** The text of {@code namespaces-of}. */
    static String namespaces(Map<String, String> namespaces) {
        return new TreeMap<>(namespaces)
                .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
    }

    /** The opposite. */
    static Map<String, String> namespaces(String text) {
        Map<String, String> namespaces = new TreeMap<>();
        for (String each : text.split(",")) {
            int sign = each.indexOf('=');
            if (!each.matches(DNS_LABEL + "=" + DNS_LABEL)) {
                throw new InvalidSettingException(
                        "kubernetes: setting " + NAMESPACES_OF + ": '" + each
                                + "' is not the name of an application, a '=' and that of a namespace; write such as shop=team-a");
            }
            namespaces.put(each.substring(0, sign), each.substring(sign + 1));
        }
        return namespaces;
    }

    private static Duration timeout(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("kubernetes: setting request-timeout: " + e.getMessage(), e);
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link KubernetesSettings}. */
    class Builder extends ImmutableKubernetesSettings.Builder {}
}
