package dev.parallax.kubernetes;

import dev.parallax.ParallaxStyle;
import dev.parallax.backend.BackendSettings;
import dev.parallax.backend.InvalidSettingException;
import dev.parallax.definition.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** Which cluster, and how it is used. */
@Value.Immutable
@ParallaxStyle
public interface KubernetesSettings {
    /** Absent: {@code $KUBECONFIG}, then {@code ~/.kube/config}, then the cluster this process runs in. */
    Optional<Path> kubeconfig();

    /** A context of the kubeconfig; absent: its current one. */
    Optional<String> context();

    /** The namespace of every application; absent: one of its own, by the application's name. */
    Optional<String> namespace();

    /** The class of kept storage; absent: the cluster's default. */
    Optional<String> storageClass();

    /** Secrets of the namespace that images are pulled with. */
    List<String> imagePullSecrets();

    /** The most that one request may take. */
    default Duration requestTimeout() {
        return Duration.ofSeconds(10);
    }

    /**
     * Reads {@code kubeconfig}, {@code context}, {@code namespace}, {@code storage-class}, {@code image-pull-secrets} (separated by
     * commas), {@code request-timeout}.
     */
    static KubernetesSettings of(BackendSettings settings) {
        settings.requireKnown(
                KubernetesBackend.NAME,
                Set.of("kubeconfig", "context", "namespace", "storage-class", "image-pull-secrets", "request-timeout"));
        Builder builder = builder()
                .kubeconfig(settings.path("kubeconfig"))
                .context(settings.get("context"))
                .namespace(settings.get("namespace"))
                .storageClass(settings.get("storage-class"));
        settings.get("image-pull-secrets").ifPresent(names -> builder.addImagePullSecrets(names.split(",")));
        settings.get("request-timeout").ifPresent(text -> builder.requestTimeout(timeout(text)));
        return builder.build();
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
