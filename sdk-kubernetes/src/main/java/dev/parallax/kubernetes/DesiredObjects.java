package dev.parallax.kubernetes;

import dev.parallax.kubernetes.manifest.ClusterVersion;
import dev.parallax.kubernetes.manifest.ManifestOptions;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.SecretMaterial;
import dev.parallax.model.Application;

/** The objects that an application consists of on this cluster, with its secrets and with what was chosen for it. */
final class DesiredObjects {
    private final KubernetesSettings settings;
    private final Cluster cluster;
    private final Revisions revisions;
    private final SecretStore secrets;

    DesiredObjects(KubernetesSettings settings, Cluster cluster, Revisions revisions, SecretStore secrets) {
        this.settings = settings;
        this.cluster = cluster;
        this.revisions = revisions;
        this.secrets = secrets;
    }

    /** What is chosen now, and otherwise what was chosen before. */
    Choices choices(String namespace, Application application) {
        return Choices.of(settings).or(revisions.choices(namespace, application.name()));
    }

    /** Changes nothing: secrets that do not exist yet have stand-ins. */
    Manifests preview(String namespace, Application application) {
        return render(namespace, application, choices(namespace, application), secrets.preview(namespace, application));
    }

    /** With its secrets, which are made where they do not exist yet. */
    Manifests establish(String namespace, Application application, Choices choices) {
        return render(namespace, application, choices, secrets.establish(namespace, application));
    }

    private Manifests render(String namespace, Application application, Choices choices, SecretMaterial material) {
        return Manifests.render(
                application,
                material,
                new ManifestOptions(
                        namespace,
                        choices.namespacesOf(),
                        choices.storageClass(),
                        choices.imagePullSecrets(),
                        new ClusterVersion(cluster.minorVersion())));
    }
}
