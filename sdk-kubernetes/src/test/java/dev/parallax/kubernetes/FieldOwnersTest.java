package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.Plan.FieldChange;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FieldOwnersTest {
    private static final String LIVE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: front
              labels: {app.kubernetes.io/name: web}
              managedFields:
                - manager: alice
                  operation: Apply
                  fieldsType: FieldsV1
                  fieldsV1:
                    f:metadata: {f:labels: {"f:app.kubernetes.io/name": {}}}
                    f:spec:
                      f:selector: {}
                      f:ports: {'k:{"port":80,"protocol":"TCP"}': {.: {}, f:port: {}}}
                - manager: bob
                  operation: Update
                  fieldsType: FieldsV1
                  fieldsV1:
                    f:spec:
                      f:ports: {'k:{"port":80,"protocol":"TCP"}': {f:targetPort: {}}}
                - manager: parallax
                  operation: Apply
                  fieldsType: FieldsV1
                  fieldsV1: {f:spec: {f:type: {}}}
            spec:
              type: ClusterIP
              selector: {app: web}
              ports: [{name: http, port: 80, protocol: TCP, targetPort: 8080}]
            """;

    private static final String WANTED = """
            apiVersion: v1
            kind: Service
            metadata: {name: front, labels: {app.kubernetes.io/name: shop}}
            spec:
              type: LoadBalancer
              selector: {app: shop}
              ports: [{name: http, port: 80, protocol: TCP, targetPort: http}]
            """;

    private static List<String> owners(String path) {
        Service live = Serialization.unmarshal(LIVE, Service.class);
        return FieldDiff.between(live, Serialization.unmarshal(WANTED, Service.class), FieldOwners.of(live)).stream()
                .filter(change -> change.path().equals(path))
                .map(FieldChange::owners)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesWhoSetAFieldOfAnObject() {
        assertThat(owners("metadata.labels.app.kubernetes.io/name")).containsExactly("alice");
    }

    @Test
    void namesWhoSetTheWholeThatAFieldIsPartOf() {
        assertThat(owners("spec.selector.app")).containsExactly("alice");
    }

    @Test
    void namesWhoSetAFieldOfAnElementThatItsKeysTellApart() {
        assertThat(owners("spec.ports[http].targetPort")).containsExactly("bob");
    }

    @Test
    void doesNotNameOurselves() {
        assertThat(owners("spec.type")).isEmpty();
    }
}
