package dev.parallax.benchmarks;

import dev.parallax.definition.Validation;
import dev.parallax.kubernetes.KubernetesBackend;
import dev.parallax.kubernetes.manifest.KubernetesFidelity;
import dev.parallax.kubernetes.manifest.ManifestOptions;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.SecretMaterial;
import dev.parallax.model.Application;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What planning for Kubernetes does in this process before it asks the cluster: validation, and every object that an application becomes, by the
 * number of its roles, of one replica each. What the cluster says to each object is not in it, nor where its scheduler puts the pods.
 */
public class ManifestsBenchmark extends ChainBenchmark {
    private Application application =
            Application.builder().name("a").version("1").build();

    @Setup
    public void read() {
        application = Chain.read(roles, services);
    }

    @Benchmark
    public Manifests validateAndRender() {
        Validation.check(application, KubernetesBackend.NAME, KubernetesFidelity.RULES);
        return Manifests.render(application, new SecretMaterial(Map.of(), "key"), ManifestOptions.inNamespace("chain"));
    }
}
