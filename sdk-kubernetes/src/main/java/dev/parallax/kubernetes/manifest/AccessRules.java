package dev.parallax.kubernetes.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/** What whoever deploys an application must be allowed to do, and nothing beyond: the least for each verb of the backend. */
public final class AccessRules {
    /** The name of the account, of its Role and of their binding. */
    public static final String ACCOUNT = "parallax-deployer";

    private static final List<String> KEPT = List.of("get", "list", "watch", "create", "patch", "delete");

    private AccessRules() {}

    /** An account, its Role in the application's namespace, and their binding. The namespace has to be there: it may not make one. */
    public static List<HasMetadata> of(String namespace) {
        return List.of(
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .build(),
                new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withRules(rules(namespace))
                        .build(),
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endSubject()
                        .build());
    }

    /**
     * For {@code parallax host}, which is about the whole cluster; whoever has it also sees a lost host at once, and not only by its pods. Bound to
     * nobody.
     */
    public static HasMetadata hosts() {
        return new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("parallax-hosts")
                .endMetadata()
                .withRules(
                        rule("", List.of("nodes"), List.of("get", "list", "watch", "patch", "delete")),
                        rule("", List.of("pods"), List.of("list", "delete")))
                .build();
    }

    private static List<PolicyRule> rules(String namespace) {
        return List.of(
                new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("namespaces")
                        .withResourceNames(namespace)
                        .withVerbs("get")
                        .build(),
                rule("", List.of("configmaps", "secrets", "services", "persistentvolumeclaims"), KEPT),
                rule("apps", List.of("deployments", "statefulsets"), KEPT),
                rule("", List.of("events"), List.of("list")),
                // Of older revisions of a Deployment: what they use is not pruned.
                rule("apps", List.of("replicasets"), List.of("list")),
                rule("batch", List.of("jobs"), KEPT),
                rule("policy", List.of("poddisruptionbudgets"), KEPT),
                rule("discovery.k8s.io", List.of("endpointslices"), KEPT),
                rule("", List.of("pods"), List.of("get", "list", "watch", "delete")),
                rule("", List.of("pods/log"), List.of("get")),
                // A websocket is opened by a GET, and from 1.35 on that alone does not do.
                rule("", List.of("pods/exec"), List.of("get", "create")));
    }

    private static PolicyRule rule(String group, List<String> resources, List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
