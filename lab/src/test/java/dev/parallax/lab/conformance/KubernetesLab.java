package dev.parallax.lab.conformance;

import dev.parallax.Parallax;
import dev.parallax.backend.Backend;
import dev.parallax.lab.Lab;
import dev.parallax.lab.LabSettings;
import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.lab.image.PrintedProgress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The lab's cluster, up and in use, for tests that speak with its API server themselves. */
final class KubernetesLab implements AutoCloseable {
    private final Lab lab;

    private KubernetesLab(Lab lab) {
        this.lab = lab;
    }

    static KubernetesLab up() throws InterruptedException {
        Lab lab = Lab.open(LabSettings.defaults().with(new PrintedProgress()));
        lab.up(List.of(Side.KUBERNETES));
        return new KubernetesLab(lab);
    }

    static Path kubeconfig() {
        return Places.ofThisUser().state(Side.KUBERNETES).resolve("kubeconfig");
    }

    /** A client that may do everything. The caller closes it. */
    static KubernetesClient administrator() throws IOException {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig())))
                .build();
    }

    /** As {@link #administrator}, with further settings. */
    static Backend backend(Map<String, String> settings) {
        Parallax.BackendBuilder backend =
                Parallax.backend("kubernetes").with("kubeconfig", kubeconfig().toString());
        settings.forEach(backend::with);
        return backend.open();
    }

    @Override
    public void close() {
        lab.close();
    }
}
