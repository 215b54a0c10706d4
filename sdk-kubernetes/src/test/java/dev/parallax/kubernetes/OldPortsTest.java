package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How services find pods that were adopted. */
final class OldPortsTest {
    private static final Service SERVICE = Serialization.unmarshal("""
            apiVersion: v1
            kind: Service
            metadata: {name: front}
            spec: {selector: {parallax.dev/role: web}, ports: [{name: http, port: 80, targetPort: http}]}
            """, Service.class);
    private static final Deployment WANTED = Serialization.unmarshal("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {parallax.dev/role: web}}
            spec:
              template:
                metadata: {labels: {parallax.dev/role: web}}
                spec: {containers: [{name: server, ports: [{name: http, containerPort: 8080}]}]}
            """, Deployment.class);

    private static ReplicaSet set(int replicas, String annotations, String port) {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: web-1, labels: {parallax.dev/role: web}}
                spec:
                  replicas: %d
                  template: {metadata: {annotations: {%s}}, spec: {containers: [{name: main, ports: [%s]}]}}
                """.formatted(replicas, annotations, port), ReplicaSet.class);
    }

    private static IntOrString target(ReplicaSet set) {
        List<HasMetadata> serving = OldPorts.serving(List.of(SERVICE), List.of(WANTED), List.of(set));
        return ((Service) serving.get(0)).getSpec().getPorts().get(0).getTargetPort();
    }

    @Test
    void areFoundByTheNumberWhereTheyDoNotNameThePort() {
        assertThat(target(set(2, "", "")).getIntVal()).isEqualTo(8080);
        assertThat(SERVICE.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .as("what is wanted in the end")
                .isEqualTo("http");
    }

    @Test
    void areFoundByTheNameWhereTheyHaveIt() {
        assertThat(target(set(2, "", "{name: http, containerPort: 8080}")).getStrVal())
                .isEqualTo("http");
    }

    @Test
    void areNotMindedWhenTheyAreGoneOrOurs() {
        assertThat(target(set(0, "", "")).getStrVal()).isEqualTo("http");
        assertThat(target(set(2, "parallax.dev/digest: abc", "")).getStrVal()).isEqualTo("http");
    }
}
