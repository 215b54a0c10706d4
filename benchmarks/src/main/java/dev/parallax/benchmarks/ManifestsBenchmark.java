package dev.parallax.benchmarks;

import dev.parallax.definition.Validation;
import dev.parallax.kubernetes.KubernetesBackend;
import dev.parallax.kubernetes.manifest.KubernetesFidelity;
import dev.parallax.kubernetes.manifest.ManifestOptions;
import dev.parallax.kubernetes.manifest.Manifests;
import dev.parallax.kubernetes.manifest.SecretMaterial;
import dev.parallax.model.Application;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What planning for Kubernetes does in this process before it asks the cluster: validation, and every object that an application becomes, by the
 * number of its roles, of one replica each. What the cluster says to each object is not in it, nor where its scheduler puts the pods.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ManifestsBenchmark {
    @Param({"10", "100", "1000"})
    public int roles;

    @Param({"false", "true"})
    public boolean services;

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
