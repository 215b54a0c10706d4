package dev.parallax.lab.conformance;

import dev.parallax.lab.Places;
import dev.parallax.lab.Side;
import dev.parallax.testkit.HandMadeChange;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;

final class KubernetesConformanceIT extends LabConformance {
    KubernetesConformanceIT() {
        super(Side.KUBERNETES);
    }

    /** The role's Deployment scaled to one, as by {@code kubectl scale}. */
    @Override
    public Optional<HandMadeChange> handMadeChange() {
        return Optional.of(new HandMadeChange() {
            @Override
            public void make(String application, String role) {
                onDeployment(application, role, deployment -> deployment.scale(1));
            }

            @Override
            public boolean isThere(String application, String role) {
                return onDeployment(
                        application,
                        role,
                        deployment -> deployment.get().getSpec().getReplicas() == 1);
            }

            @Override
            public String names() {
                return "spec.replicas";
            }

            @Override
            public Repairs repairs() {
                return Repairs.WHEN_ASKED;
            }
        });
    }

    private <T> T onDeployment(
            String application, String role, Function<RollableScalableResource<Deployment>, T> work) {
        backend();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(
                        Places.ofThisUser().state(Side.KUBERNETES).resolve("kubeconfig"))))
                .build()) {
            return work.apply(
                    client.apps().deployments().inNamespace(application).withName(role));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
