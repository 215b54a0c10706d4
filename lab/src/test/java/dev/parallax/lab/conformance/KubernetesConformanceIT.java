package dev.parallax.lab.conformance;

import dev.parallax.lab.OnKubernetes;
import dev.parallax.lab.Side;
import dev.parallax.testkit.HandMadeChange;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Deletable;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

@OnKubernetes
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

    /** The role's Deployment deleted, as by {@code kubectl delete}. */
    @Override
    public Optional<HandMadeChange> handMadeDeletion() {
        return Optional.of(new HandMadeChange() {
            @Override
            public void make(String application, String role) {
                onDeployment(application, role, Deletable::delete);
            }

            @Override
            public boolean isThere(String application, String role) {
                return onDeployment(application, role, deployment -> deployment.get() == null);
            }

            @Override
            public String names() {
                return "Deployment";
            }

            @Override
            public Repairs repairs() {
                return Repairs.WHEN_ASKED;
            }
        });
    }

    @Override
    public boolean keep(dev.parallax.model.Secret.Existing where, Optional<String> value) {
        String[] path = where.kubernetes().orElseThrow().split("/", 2);
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(application())
                .withName(path[0])
                .endMetadata()
                .addToStringData(path[1], value.orElse(""))
                .build();
        asAdministrator(client -> value.isPresent()
                ? client.resource(secret).createOr(NonDeletingOperation::update)
                : client.resource(secret).delete());
        return true;
    }

    private <T> T onDeployment(
            String application, String role, Function<RollableScalableResource<Deployment>, T> work) {
        return asAdministrator(client ->
                work.apply(client.apps().deployments().inNamespace(application).withName(role)));
    }

    private <T> T asAdministrator(Function<KubernetesClient, T> work) {
        backend();
        try (KubernetesClient client = KubernetesLab.administrator()) {
            return work.apply(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
