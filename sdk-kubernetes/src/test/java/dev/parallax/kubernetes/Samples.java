package dev.parallax.kubernetes;

import dev.parallax.backend.Revision;
import dev.parallax.kubernetes.ClusterView.Recorded;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import dev.parallax.model.Artifact;
import dev.parallax.model.Component;
import dev.parallax.model.ComponentRef;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Requirement;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Step;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Objects as a cluster would hold them, of a small application: role {@code web} behind service {@code web}, step {@code prepare}. */
final class Samples {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Samples() {}

    static Application application(int count) {
        return Application.builder()
                .name("shop")
                .version("2")
                .putServices(
                        "web",
                        Service.builder()
                                .role("web")
                                .putPorts("http", new ServicePort(80, "http"))
                                .build())
                .putSteps(
                        "prepare",
                        Step.builder()
                                .use(new ComponentRef("web", "app"))
                                .addCommand("/bin/true")
                                .addRequires(new Requirement.OfService("web", 1, MINUTE))
                                .build())
                .putRoles(
                        "web",
                        Role.builder()
                                .replicas(ReplicaPolicy.builder().count(count).build())
                                .putComponents(
                                        "app",
                                        Component.builder()
                                                .artifact(Artifact.builder()
                                                        .image("example/web:2")
                                                        .build())
                                                .putPorts("http", 8080)
                                                .build())
                                .build())
                .build();
    }

    static ClusterView view(
            Application application,
            List<Pod> pods,
            List<EndpointSlice> endpoints,
            List<Job> jobs,
            List<Deployment> deployments,
            List<Node> nodes) {
        return new ClusterView(
                new Recorded(
                        Optional.of(
                                new Revision(3, application, Instant.EPOCH, Optional.empty(), true, Optional.empty())),
                        false,
                        false,
                        Optional.empty(),
                        false,
                        Map.of(),
                        pods.stream()
                                .map(pod -> StatusReader.annotation(pod, Names.DIGEST))
                                .collect(Collectors.toSet())),
                pods,
                endpoints,
                List.of(),
                jobs,
                deployments,
                List.of(),
                nodes);
    }

    static ClusterView paused(ClusterView view) {
        return with(view, true, view.recorded().versions(), view.recorded().templates());
    }

    static ClusterView withVersions(ClusterView view, Map<String, String> versions) {
        return with(view, view.recorded().paused(), versions, view.recorded().templates());
    }

    /** With the digests of the pod templates of the newest revision. */
    static ClusterView withTemplates(ClusterView view, Set<String> templates) {
        return with(view, view.recorded().paused(), view.recorded().versions(), templates);
    }

    private static ClusterView with(
            ClusterView view, boolean paused, Map<String, String> versions, Set<String> templates) {
        Recorded before = view.recorded();
        return new ClusterView(
                new Recorded(
                        before.revision(),
                        before.deleting(),
                        paused,
                        before.failure(),
                        before.handedOver(),
                        versions,
                        templates),
                view.pods(),
                view.endpoints(),
                view.services(),
                view.jobs(),
                view.deployments(),
                view.statefulSets(),
                view.nodes());
    }

    /** A pod of role {@code web} with one running container. */
    static PodBuilder pod(String name, String node, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(Names.ROLE, "web", Names.APPLICATION, "shop"))
                .withAnnotations(Map.of(Names.DIGEST, "new"))
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.79.1." + name.length())
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName("app")
                .withRestartCount(1)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus();
    }

    static Node node(String name, String ready) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }

    static JobBuilder job(String version) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(Names.job("prepare", version))
                .withUid("uid-" + version)
                .withLabels(Map.of(Names.STEP, "prepare"))
                .withAnnotations(Map.of(Names.VERSION, version))
                .endMetadata()
                .withNewStatus()
                .endStatus();
    }

    /** The Deployment of role {@code web}, as it is or was. */
    static Deployment deployment(long generation, long observed, int replicas, int updated, int ready) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withGeneration(generation)
                .withLabels(Map.of(Names.ROLE, "web"))
                .withAnnotations(Map.of(Names.VERSION, "2"))
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .withAnnotations(Map.of(Names.DIGEST, "new"))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withReplicas(replicas)
                .withUpdatedReplicas(updated)
                .withReadyReplicas(ready)
                .endStatus()
                .build();
    }
}
