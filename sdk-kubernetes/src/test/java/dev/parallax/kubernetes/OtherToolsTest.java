package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtherToolsTest {
    private static Service service(String metadata) {
        return Serialization.unmarshal(
                "apiVersion: v1\nkind: Service\nmetadata: {name: front, " + metadata + "}\n", Service.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            annotations: {meta.helm.sh/release-name: shop}                    | Helm release shop (meta.helm.sh/release-name)
            labels: {kustomize.toolkit.fluxcd.io/name: apps}                  | Flux Kustomization apps (kustomize.toolkit.fluxcd.io/name)
            annotations: {argocd.argoproj.io/tracking-id: "shop:/Service:x"}  | Argo CD application shop (argocd.argoproj.io/tracking-id)
            managedFields: [{manager: argocd-controller}]                     | Argo CD (field manager argocd-controller)
            labels: {app.kubernetes.io/managed-by: pulumi}                    | pulumi (app.kubernetes.io/managed-by)
            ownerReferences: [{kind: Shop, name: eu}]                         | Shop eu, which owns it
            """)
    void namesWhoLooksAfterAnObject(String metadata, String who) {
        assertThat(OtherTools.of(service(metadata))).contains(who);
    }

    @Test
    void leavesWhatWasMadeByHandToBeTaken() {
        assertThat(OtherTools.of(
                        service("labels: {app: front}, managedFields: [{manager: kubectl-client-side-apply}]")))
                .isEmpty();
    }
}
