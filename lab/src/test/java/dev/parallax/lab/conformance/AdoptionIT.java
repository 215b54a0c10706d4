package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendException;
import dev.parallax.backend.DeleteOptions;
import dev.parallax.backend.DeleteOptions.KeptStorage;
import dev.parallax.backend.Drift;
import dev.parallax.backend.Plan;
import dev.parallax.backend.Plan.Action;
import dev.parallax.backend.Plan.Change;
import dev.parallax.backend.Plan.FieldChange;
import dev.parallax.definition.DefinitionReader;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.model.Application;
import dev.parallax.review.PlanMovedException;
import dev.parallax.review.ReviewedPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody ran by hand on a cluster, and has Parallax run from then on. */
@OnKubernetes
final class AdoptionIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "adopt-it";
    private static final Namespace NAMESPACE = new NamespaceBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .build();

    private static final String BY_HAND = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: adopt-it}
            spec:
              replicas: 3
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  terminationGracePeriodSeconds: 5
                  containers:
                    - name: main
                      image: parallax/web:1
                      imagePullPolicy: IfNotPresent
                      command: [/usr/bin/parallax-web]
                      env: [{name: PORT, value: "18080"}]
                      readinessProbe: {httpGet: {path: /healthz, port: 18080}, periodSeconds: 1}
                      lifecycle: {preStop: {sleep: {seconds: 2}}}
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: adopt-it, annotations: {example.com/note: keep me}}
            spec:
              selector: {app: web}
              ports: [{port: 80, targetPort: 18080}]
            """;

    private static KubernetesLab lab;
    private static KubernetesClient administrator;
    private static Backend backend;

    @BeforeAll
    static void open() throws Exception {
        lab = KubernetesLab.up();
        administrator = KubernetesLab.administrator();
        backend = KubernetesLab.backend(Map.of("namespace", NAME));
    }

    @BeforeEach
    void makeNamespace() {
        removeNamespace();
        administrator.resource(NAMESPACE).create();
    }

    @AfterEach
    void removeNamespace() {
        administrator.resource(NAMESPACE).delete();
        Await.until(
                "the namespace is gone",
                LIMIT,
                () -> administrator.resource(NAMESPACE).get() == null
                        ? Optional.empty()
                        : Optional.of("it is still there"));
    }

    @AfterAll
    static void close() {
        if (backend != null) {
            backend.close();
        }
        if (administrator != null) {
            administrator.close();
        }
        lab.close();
    }

    private static Application application(String requires) {
        return DefinitionReader.read("""
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: shop, version: "1"}
                services: {front: {role: web, ports: {http: {port: 80, target: http}}}}
                steps:
                  slow:
                    use: web/server
                    command: [/bin/sleep, "5"]
                roles:
                  web:
                    replicas: {count: 3, minAvailable: 2, update: {maxUnavailable: 1, maxSurge: 0, deadline: 1m}}
                    requires: [%s]
                    components:
                      server:
                        artifact: {image: "parallax/web:1"}
                        command: [/usr/bin/parallax-web]
                        env: {PORT: "18080"}
                        ports: {http: 18080}
                        checks: {ready: {http: /healthz, port: http, every: 1s}}
                """.formatted(requires), "shop.yaml", Path.of("."));
    }

    private static void byHand(String yaml) {
        administrator
                .load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> administrator
                        .resource(object)
                        .fieldManager("alice")
                        .forceConflicts()
                        .serverSideApply());
    }

    private static void runByHand() {
        byHand(BY_HAND.formatted("web"));
        byHand(SERVICE.formatted("front"));
        Await.until(
                "what was made by hand is ready",
                LIMIT,
                () -> Adopted.ready(administrator, NAME, "front") == 3
                        ? Optional.empty()
                        : Optional.of(Adopted.ready(administrator, NAME, "front") + " of 3"));
    }

    private static Deployment deployment(String name) {
        return administrator
                .apps()
                .deployments()
                .inNamespace(NAME)
                .withName(name)
                .get();
    }

    private static Service service(String name) {
        return administrator.services().inNamespace(NAME).withName(name).get();
    }

    private static Change change(Plan plan, String kind) {
        return plan.changes().stream()
                .filter(change ->
                        change.action() == Action.ADOPT && change.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> pods(String selector) {
        return administrator.pods().inNamespace(NAME).withLabelSelector(selector).list().getItems().stream()
                .map(Pod::getMetadata)
                .map(metadata -> metadata.getName())
                .toList();
    }

    @Test
    void takesOverWhatWasMadeByHandWithoutAnOutageAndLeavesOthersAlone() throws Exception {
        runByHand();
        byHand(BY_HAND.formatted("bystander").replace("replicas: 3", "replicas: 1"));
        byHand(SERVICE.formatted("legacy"));
        Application shop = application("");
        String before = deployment("web").getMetadata().getUid();

        assertThatThrownBy(() -> backend.plan(shop))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("is there and is no application's")
                .hasMessageContaining("parallax adopt");
        Plan plan = backend.adoption(shop);

        assertThat(deployment("web").getMetadata().getUid())
                .as("planning changes nothing")
                .isEqualTo(before);
        assertThat(change(plan, "Deployment").fields())
                .anySatisfy(field -> {
                    assertThat(field.path()).isEqualTo("spec.selector.matchLabels.app");
                    assertThat(field.before()).contains("web");
                    assertThat(field.owners()).containsExactly("alice");
                })
                .noneSatisfy(field -> assertThat(field.path()).isEqualTo("spec.replicas"));
        assertThat(change(plan, "Service").fields())
                .extracting(FieldChange::path)
                .anyMatch(path -> path.startsWith("spec.selector"))
                .noneMatch(path -> path.contains("note"));
        assertThat(plan.notes())
                .anySatisfy(note ->
                        assertThat(note).contains("Service " + NAME + "/legacy").contains("will lead to none"));
        assertThat(plan.changes())
                .filteredOn(change -> change.action() == Action.ADOPT)
                .extracting(Change::name)
                .containsExactlyInAnyOrder("web", "front");
        Deployment bystander = deployment("bystander");
        Service legacy = service("legacy");

        try (Adopted.Watch watch = Adopted.watch(administrator, NAME, "front")) {
            ApplicationStatus status = backend.adopt(shop, plan).await(LIMIT);

            assertThat(status.isReady()).isTrue();
            assertThat(watch.least()).as("replicas ready at any time").isGreaterThanOrEqualTo(2);
        }

        assertThat(deployment("web").getMetadata().getUid()).isNotEqualTo(before);
        awaitGone("app=web");
        assertThat(pods("parallax.dev/role=web")).hasSize(3);
        assertThat(service("front").getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .isEqualTo("http");
        assertThat(service("front").getMetadata().getAnnotations()).containsEntry("example.com/note", "keep me");
        assertThat(deployment("bystander").getMetadata().getGeneration())
                .isEqualTo(bystander.getMetadata().getGeneration());
        assertThat(service("legacy").getMetadata().getResourceVersion())
                .isEqualTo(legacy.getMetadata().getResourceVersion());
        assertThat(backend.plan(shop).isEmpty()).isTrue();
        assertThat(backend.drift("shop").differences()).isEmpty();
        Plan again = backend.adoption(shop);
        assertThat(again.isEmpty()).isTrue();
        assertThat(again.adopts()).isFalse();

        backend.delete("shop", new DeleteOptions(KeptStorage.REMOVE, LIMIT));

        assertThat(deployment("web")).isNull();
        assertThat(service("front")).isNull();
        assertThat(deployment("bystander")).isNotNull();
    }

    /** Ended with the old ReplicaSet on its own and nothing yet in the place of its Deployment. */
    @Test
    void goesOnWhereAnInterruptedAdoptionWas() throws Exception {
        runByHand();
        Application shop = application("{step: slow}");
        try (Adopted.Watch watch = Adopted.watch(administrator, NAME, "front")) {
            try (Backend interrupted = KubernetesLab.backend(Map.of("namespace", NAME))) {
                interrupted.adopt(shop, interrupted.adoption(shop));
            }
            assertThat(deployment("web")).isNull();
            List<String> there = pods("app=web");
            assertThat(there).as("they go on").hasSize(3);
            administrator.pods().inNamespace(NAME).withName(there.get(0)).delete();
            Await.until(
                    "the pods are three again",
                    LIMIT,
                    () -> Adopted.ready(administrator, NAME, "front") == 3
                                    && !pods("app=web").contains(there.get(0))
                            ? Optional.empty()
                            : Optional.of("not yet"));

            Plan rest = backend.adoption(shop);
            assertThat(rest.changes()).anySatisfy(change -> {
                assertThat(change.action()).isEqualTo(Action.CREATE);
                assertThat(change.kind()).isEqualTo("Deployment");
            });
            assertThat(backend.adopt(shop, rest).await(LIMIT).isReady()).isTrue();
            assertThat(watch.least()).isGreaterThanOrEqualTo(2);
        }
        awaitGone("app=web");
        assertThat(backend.plan(shop).isEmpty()).isTrue();
    }

    /** They stop within their grace, which a rollout does not wait for. */
    private static void awaitGone(String selector) {
        Await.until("those made by hand have gone", LIMIT, () -> Optional.of(pods(selector))
                .filter(left -> !left.isEmpty())
                .map(List::toString));
    }

    @Test
    void takesOnlyWhatWasShown() {
        runByHand();
        Application shop = application("");
        ReviewedPlan shown = ReviewedPlan.ofAdoption(backend, shop);
        byHand("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web, namespace: adopt-it}
                spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                """);

        assertThatThrownBy(() -> shown.apply(backend)).isInstanceOf(PlanMovedException.class);
        assertThatThrownBy(() -> backend.adopt(shop, shown.plan()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("PodDisruptionBudget " + NAME + "/web is there and was not in the plan");

        assertThat(deployment("web").getMetadata().getLabels()).isNullOrEmpty();
        assertThat(service("front").getSpec().getSelector()).isEqualTo(Map.of("app", "web"));
    }

    @Test
    void refusesByNameWhatOthersLookAfter() {
        byHand(BY_HAND.formatted("web")
                .replace(
                        "namespace: adopt-it}",
                        "namespace: adopt-it, labels: {app.kubernetes.io/managed-by: pulumi}}"));
        byHand(SERVICE.formatted("front").replace("example.com/note: keep me", "meta.helm.sh/release-name: shop-7"));
        String owner = deployment("web").getMetadata().getUid();
        byHand("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata:
                  name: web
                  namespace: adopt-it
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: %s}]
                spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                """.formatted(owner));

        assertThatThrownBy(() -> backend.adoption(application("")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Deployment " + NAME + "/web is looked after by pulumi")
                .hasMessageContaining("Service " + NAME + "/front is looked after by Helm release shop-7")
                .hasMessageContaining(
                        "PodDisruptionBudget " + NAME + "/web is looked after by Deployment web, which owns it");
        administrator.apps().deployments().inNamespace(NAME).withName("web").delete();
        byHand(BY_HAND.formatted("web").replace("app: web", "app.kubernetes.io/name: web"));
        byHand("""
                apiVersion: v1
                kind: Service
                metadata: {name: front, namespace: adopt-it, annotations: {meta.helm.sh/release-name: ""}}
                spec: {selector: {app.kubernetes.io/name: web}, ports: [{port: 80, targetPort: 18080}]}
                """);

        assertThatThrownBy(() -> backend.adoption(application("")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(
                        "selects its pods by app.kubernetes.io/name=web, which is shop in application shop");
        assertThat(deployment("web").getMetadata().getLabels()).isNullOrEmpty();
    }

    @Test
    void namesWhoElseHasSetAFieldAndDoesNotFight() throws Exception {
        Application shop = application("");
        backend.apply(shop).await(LIMIT);
        set("alice", "{\"spec\":{\"replicas\":4}}");

        Plan plan = backend.plan(shop);
        assertThat(plan.conflicts()).isTrue();
        assertThat(plan.changes())
                .filteredOn(change -> change.action() == Action.CHANGE)
                .singleElement()
                .satisfies(change -> assertThat(change.fields())
                        .containsExactly(new FieldChange(
                                "spec.replicas", Optional.of("4"), Optional.of("3"), List.of("alice"))));
        assertThat(backend.drift("shop").standing()).singleElement().satisfies(difference -> assertThat(
                        difference.fields())
                .containsExactly(
                        new FieldChange("spec.replicas", Optional.of("3"), Optional.of("4"), List.of("alice"))));
        assertThatThrownBy(() -> backend.apply(shop))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Deployment " + NAME + "/web .spec.replicas (alice)")
                .hasMessageContaining("drift --repair shop");
        assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(4);

        Drift taken = repaired();

        assertThat(taken.standing()).isEmpty();
        assertThat(deployment("web").getSpec().getReplicas()).isEqualTo(3);
        assertThat(backend.apply(shop).await(LIMIT).isReady()).isTrue();
        backend.delete("shop", new DeleteOptions(KeptStorage.REMOVE, LIMIT));
    }

    private static Drift repaired() throws InterruptedException {
        backend.repair("shop").await(LIMIT);
        return backend.drift("shop");
    }

    private static void set(String manager, String merge) {
        HasMetadata web = deployment("web");
        administrator
                .resource(web)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager(manager)
                                .build(),
                        merge);
    }
}
