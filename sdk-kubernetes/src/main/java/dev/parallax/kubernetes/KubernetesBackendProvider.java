package dev.parallax.kubernetes;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;

/** Opens {@link KubernetesBackend} under the name {@code kubernetes}; the settings are those of {@link KubernetesSettings}. */
public final class KubernetesBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return KubernetesBackend.NAME;
    }

    @Override
    public Backend open(BackendSettings settings) {
        return KubernetesBackend.connect(KubernetesSettings.of(settings));
    }
}
