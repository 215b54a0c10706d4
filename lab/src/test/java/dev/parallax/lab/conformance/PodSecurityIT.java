package dev.parallax.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallax.Parallax;
import dev.parallax.kubernetes.manifest.KubernetesRenderer;
import dev.parallax.lab.Await;
import dev.parallax.lab.OnKubernetes;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods as the API server itself judges them, in a namespace that enforces the Pod Security Standard {@code restricted}. */
@OnKubernetes
final class PodSecurityIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Namespace NAMESPACE = new NamespaceBuilder()
            .withNewMetadata()
            .withName("restricted-it")
            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
            .endMetadata()
            .build();

    private static KubernetesLab lab;
    private static KubernetesClient client;

    @BeforeAll
    static void makeNamespace() throws Exception {
        lab = KubernetesLab.up();
        client = KubernetesLab.administrator();
        removeNamespace();
        client.resource(NAMESPACE).create();
        String name = NAMESPACE.getMetadata().getName();
        Await.until(
                "pods can be made in " + name,
                LIMIT,
                () -> client.serviceAccounts()
                                        .inNamespace(name)
                                        .withName("default")
                                        .get()
                                == null
                        ? Optional.of("it has no service account yet")
                        : Optional.empty());
    }

    @AfterAll
    static void removeAll() {
        if (client != null) {
            removeNamespace();
            client.close();
        }
        lab.close();
    }

    private static void removeNamespace() {
        client.resource(NAMESPACE).delete();
        Await.until(
                "the namespace is gone",
                LIMIT,
                () -> client.resource(NAMESPACE).get() == null ? Optional.empty() : Optional.of("it is still there"));
    }

    @Test
    void takesEveryPodOfKeystone() throws Exception {
        List<Pod> pods = pods(Parallax.read(Path.of("../examples/keystone/keystone.yaml")));
        assertThat(pods).hasSize(4);
        assertThat(pods).allSatisfy(pod -> assertThat(
                        client.resource(pod).dryRun().create().getMetadata().getName())
                .isEqualTo(pod.getMetadata().getName()));
    }

    @Test
    void refusesAPodWhoseDefinitionNamesNoUser(@TempDir Path folder) throws Exception {
        Path definition = Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: parallax.dev/v1
                kind: Application
                metadata: {name: web, version: "1"}
                roles: {web: {components: {web: {artifact: {image: "parallax/web:1"}, command: [/usr/bin/parallax-web]}}}}
                """);
        Pod pod = pods(Parallax.read(definition)).get(0);
        assertThatThrownBy(() -> client.resource(pod).dryRun().create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("restricted")
                .hasMessageContaining("runAsNonRoot");
    }

    @Test
    void takesWhatIsRenderedAndTheSecretsOnceTheyAreFilledIn() throws Exception {
        Application named = Application.builder()
                .from(Parallax.read(Path.of("../examples/keystone/keystone.yaml")))
                .name(NAMESPACE.getMetadata().getName())
                .build();
        SortedMap<String, String> files = new KubernetesRenderer().render(named);
        String secrets = String.valueOf(files.remove("01-secrets.yaml.example"));
        files.remove("00-namespace.yaml");
        String filled = secrets.replaceAll("@\\{secret[^}]*}", "filled-in");
        assertThatThrownBy(() -> objects(filled)).isInstanceOf(RuntimeException.class);
        files.put("01-secrets.yaml", filled.replaceFirst("@\\{remove [^\\n]*\\n", ""));
        assertThat(dryRun(files))
                .hasSameSizeAs(files.values().stream()
                        .flatMap(text -> objects(text).stream())
                        .toList());
        assertThatThrownBy(() -> objects(secrets)).isInstanceOf(RuntimeException.class);
    }

    /** What kubectl says of each object in a folder of files. */
    private static List<String> dryRun(SortedMap<String, String> files) {
        String folder = "/root/rendered/";
        try (Docker docker = Docker.connect()) {
            ContainerHost control = docker.host("parallax-k8s-control").orElseThrow();
            control.sh(LIMIT, "rm -rf " + folder);
            control.write(files.entrySet().stream()
                    .map(file -> HostFile.text(folder + file.getKey(), file.getValue()))
                    .toList());
            return control.sh(LIMIT, """
                            export KUBECONFIG=/etc/kubernetes/admin.kubeconfig
                            /opt/parallax/kubernetes/kubectl apply --dry-run=server -R -f %1$s
                            rm -r %1$s
                            """.formatted(folder)).lines().toList();
        }
    }

    private static List<HasMetadata> objects(String text) {
        return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    /** A pod for each pod template that the definition becomes. */
    private static List<Pod> pods(Application application) {
        List<Pod> pods = new ArrayList<>();
        SortedMap<String, String> files = new KubernetesRenderer().render(application);
        files.remove("01-secrets.yaml.example");
        files.values().forEach(text -> objects(text).forEach(object -> template(object)
                .ifPresent(template -> pods.add(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE.getMetadata().getName())
                        .withName(object.getMetadata().getName())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build()))));
        return pods;
    }

    private static Optional<PodTemplateSpec> template(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return Optional.of(deployment.getSpec().getTemplate());
        }
        if (object instanceof StatefulSet set) {
            PodTemplateSpec template = set.getSpec().getTemplate();
            // The set's controller would add them.
            set.getSpec().getVolumeClaimTemplates().forEach(claim -> template.getSpec()
                    .getVolumes()
                    .add(new VolumeBuilder()
                            .withName(claim.getMetadata().getName())
                            .withNewPersistentVolumeClaim(claim.getMetadata().getName(), false)
                            .build()));
            return Optional.of(template);
        }
        return object instanceof Job job ? Optional.of(job.getSpec().getTemplate()) : Optional.empty();
    }
}
