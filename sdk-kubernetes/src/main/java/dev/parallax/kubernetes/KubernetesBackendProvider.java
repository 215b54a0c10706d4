package dev.parallax.kubernetes;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.kubernetes.manifest.KubernetesFidelity;

/** Opens {@link KubernetesBackend} under the name {@code kubernetes}; the settings are those of {@link KubernetesSettings}. */
public final class KubernetesBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return KubernetesBackend.NAME;
    }

    @Override
    public FidelityRules fidelity() {
        return KubernetesFidelity.RULES;
    }

    @Override
    public Backend open(BackendSettings settings) {
        return KubernetesBackend.connect(KubernetesSettings.of(settings));
    }
}
