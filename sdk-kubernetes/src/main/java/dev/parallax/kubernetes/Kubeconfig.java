package dev.parallax.kubernetes;

import dev.parallax.backend.InvalidSettingException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the cluster is reached, and how long a request to it may take. What is wrong with it is an {@link InvalidSettingException}. */
final class Kubeconfig {
    private static final int RETRIES = 1;
    private static final int RETRY_MILLIS = 100;
    private static final int RECONNECT_MILLIS = 100;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(4);
    private static final int HIGHEST_PORT = 65535;
    private static final String IN_CLUSTER = "https://kubernetes.default.svc";
    private static final String SERVICE_HOST = "KUBERNETES_SERVICE_HOST";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String FORM = "a kubeconfig is YAML with clusters, users, contexts and current-context";

    private Kubeconfig() {}

    static Config of(KubernetesSettings settings) {
        Optional<Path> file = settings.kubeconfig();
        @Nullable String context = settings.context().orElse(null);
        Config base = file.map(path -> read(path, context)).orElseGet(() -> found(context));
        String name = file.map(path -> "the kubeconfig " + path).orElse("the kubeconfig");
        requireContext(base, file, context);
        requireAddress(base.getMasterUrl(), name);
        int timeout = (int) settings.requestTimeout().toMillis();
        return new ConfigBuilder(base)
                .withRequestTimeout(timeout)
                .withConnectionTimeout((int) Math.min(CONNECT_LIMIT.toMillis(), timeout))
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(RETRY_MILLIS)
                .withWatchReconnectInterval(RECONNECT_MILLIS)
                .withWatchReconnectLimit(-1)
                .build();
    }

    private static Config read(Path path, @Nullable String context) {
        if (Files.isDirectory(path) || !Files.isReadable(path)) {
            throw new InvalidSettingException("kubernetes: cannot read the kubeconfig " + path);
        }
        try {
            return Config.fromKubeconfig(context, path.toFile());
        } catch (RuntimeException e) {
            throw new InvalidSettingException("kubernetes: " + path + " is not a kubeconfig: " + FORM, e);
        }
    }

    /** {@code $KUBECONFIG}, {@code ~/.kube/config}, or the cluster this process runs in. */
    private static Config found(@Nullable String context) {
        try {
            return Config.autoConfigure(context);
        } catch (RuntimeException e) {
            throw new InvalidSettingException(
                    "kubernetes: $KUBECONFIG or ~/.kube/config is not a kubeconfig: " + FORM, e);
        }
    }

    private static void requireContext(Config config, Optional<Path> file, @Nullable String context) {
        boolean none = config.getCurrentContext() == null;
        if (context != null
                && (none || !context.equals(config.getCurrentContext().getName()))) {
            throw new InvalidSettingException("kubernetes: the kubeconfig has no context '" + context + "'");
        }
        if (none && file.isPresent()) {
            throw new InvalidSettingException("kubernetes: the current-context of " + file.get()
                    + " is none of its contexts; correct it, or name another kubeconfig");
        }
        // What is assumed inside a pod is no good guess elsewhere.
        if (none && config.getMasterUrl().startsWith(IN_CLUSTER) && System.getenv(SERVICE_HOST) == null) {
            throw new InvalidSettingException(
                    "kubernetes: it is not said which cluster: $KUBECONFIG and ~/.kube/config name none; name a kubeconfig");
        }
    }

    private static void requireAddress(String address, String name) {
        try {
            URI url = URI.create(address);
            if (url.getHost() != null && url.getPort() <= HIGHEST_PORT) {
                requireProtection(url, name);
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InvalidSettingException(
                "kubernetes: the server of " + name + " is not a URL: '" + address + "'; write https://host:6443");
    }

    /** A server without a scheme, whose port does not answer with TLS, is taken for one of plain HTTP by the client library. */
    private static void requireProtection(URI url, String name) {
        if (!"https".equals(url.getScheme()) && !LOOPBACK.contains(url.getHost())) {
            throw new InvalidSettingException("kubernetes: the server of " + name + " is '" + url
                    + "', where credentials would be readable on the way; write https://" + url.getAuthority());
        }
    }
}
