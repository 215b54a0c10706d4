package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.kubernetes.manifest.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatusReaderTest {
    @Test
    void knowsNothingWithoutARecordedDefinition() {
        ClusterView empty = new ClusterView(
                new ClusterView.Recorded(Optional.empty(), false, false, Optional.empty(), false, Map.of(), Set.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(StatusReader.read(empty)).isEmpty();
    }

    @Test
    void countsHowFarReplicasAre() {
        Pod placed = new PodBuilder(Samples.pod("c", "node3", false).build())
                .editStatus()
                .withContainerStatuses()
                .endStatus()
                .build();
        Pod waiting = new PodBuilder(Samples.pod("d", "node4", false).build())
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .editStatus()
                .withContainerStatuses()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage("0/4 nodes are available")
                .endCondition()
                .endStatus()
                .build();

        var role = status(
                        4,
                        Samples.pod("a", "node1", true).build(),
                        Samples.pod("b", "node2", false).build(),
                        placed,
                        waiting)
                .roles()
                .get("web");

        assertThat(role).isNotNull().satisfies(web -> {
            assertThat(web.placed()).isEqualTo(3);
            assertThat(web.started()).isEqualTo(2);
            assertThat(web.ready()).isEqualTo(1);
            assertThat(web.replicas())
                    .extracting(ReplicaStatus::state)
                    .containsExactly(
                            ReplicaState.READY, ReplicaState.STARTED, ReplicaState.PLACED, ReplicaState.PENDING);
            assertThat(web.replicas().get(3).lastError()).contains("not placed: 0/4 nodes are available");
        });
    }

    @Test
    void saysOfAReplicaThatRunsAndIsNotReadyWhoseCheckFails() {
        Pod running = Samples.pod("a", "node1", false).build();
        Pod checked = new PodBuilder(running)
                .editSpec()
                .editContainer(0)
                .withNewReadinessProbe()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();

        assertThat(PodState.lastError(running)).isEmpty();
        assertThat(PodState.lastError(checked)).contains("app: its ready check does not pass");
    }

    @Test
    void readyIsWhatTheNewestRevisionMakes() {
        ClusterView view = Samples.view(
                Samples.application(1),
                List.of(Samples.pod("a", "node1", true).build()),
                List.of(),
                List.of(),
                List.of(),
                List.of(Samples.node("node1", "True")));

        assertThat(web(StatusReader.read(view).orElseThrow()).ready()).isEqualTo(1);
        ApplicationStatus next = StatusReader.read(Samples.withTemplates(view, Set.of("of-the-next-revision")))
                .orElseThrow();
        assertThat(web(next).ready()).isZero();
        assertThat(web(next).replicas()).extracting(ReplicaStatus::state).containsExactly(ReplicaState.READY);
        assertThat(next.allReady()).isFalse();
    }

    @Test
    void replicaOnAHostThatDoesNotAnswerIsLostEvenIfItIsStillCalledReady() {
        Pod ready = Samples.pod("a", "node2", true).build();
        Pod leaving = new PodBuilder(Samples.pod("b", "node1", true).build())
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();

        assertThat(status(2, ready, leaving).roles().get("web")).isNotNull().satisfies(web -> {
            assertThat(web.ready()).isZero();
            assertThat(web.replicas())
                    .extracting(ReplicaStatus::state)
                    .containsExactly(ReplicaState.LOST, ReplicaState.STOPPING);
        });
    }

    @Test
    void replicaIsOfTheVersionThatItsControllerOrARevisionTells() {
        ClusterView view = Samples.withVersions(
                Samples.view(
                        Samples.application(3),
                        List.of(
                                Samples.pod("a", "node1", true).build(),
                                digest(Samples.pod("b", "node1", true), "old"),
                                digest(Samples.pod("c", "node1", true), "of other secrets")),
                        List.of(),
                        List.of(),
                        List.of(Samples.deployment(1, 1, 3, 1, 3)),
                        List.of()),
                Map.of("old", "1.9", "new", "3"));

        assertThat(StatusReader.read(view).orElseThrow().roles().get("web"))
                .isNotNull()
                .satisfies(web -> assertThat(web.replicas())
                        .extracting(ReplicaStatus::version)
                        .containsExactly("2", "1.9", Samples.application(3).version()));
    }

    private static Pod digest(PodBuilder pod, String digest) {
        return pod.editMetadata()
                .withAnnotations(Map.of(Names.DIGEST, digest))
                .endMetadata()
                .build();
    }

    @Test
    void listsReadyEndpointsOnceAndTakesANullListForAnEmptyOne() {
        EndpointSlice full = Serialization.unmarshal("""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            addressType: IPv4
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            endpoints:
            - {addresses: [10.79.1.9], conditions: {ready: true}}
            - {addresses: [10.79.1.3]}
            - {addresses: [10.79.1.4], conditions: {ready: false}}
            ports:
            - {name: http, port: 8080}
            - {name: admin, port: 8080}
            """, EndpointSlice.class);
        EndpointSlice none = Serialization.unmarshal("""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            addressType: IPv4
            metadata: {name: web-2, labels: {kubernetes.io/service-name: web}}
            endpoints: null
            ports: null
            """, EndpointSlice.class);
        ClusterView view =
                Samples.view(Samples.application(2), List.of(), List.of(full, none), List.of(), List.of(), List.of());

        assertThat(StatusReader.read(view).orElseThrow().services().get("web"))
                .isNotNull()
                .satisfies(web -> assertThat(web.readyEndpoints()).containsExactly("10.79.1.3:8080", "10.79.1.9:8080"));
        assertThat(StatusReader.readyAddresses(view, "web")).containsExactlyInAnyOrder("10.79.1.3", "10.79.1.9");
    }

    @Test
    void stepIsOfThisVersion() {
        var done = Samples.job("1")
                .editStatus()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        ClusterView view =
                Samples.view(Samples.application(1), List.of(), List.of(), List.of(done), List.of(), List.of());

        assertThat(StatusReader.read(view).orElseThrow().steps().get("prepare"))
                .isNotNull()
                .satisfies(step -> assertThat(step.state()).isEqualTo(StepState.WAITING));
    }

    @Test
    void stepRunsOnceItsJobHasAPod() {
        assertThat(JobState.of(new JobBuilder().build()).state()).isEqualTo(StepState.WAITING);
        assertThat(JobState.of(new JobBuilder().withNewStatus().endStatus().build())
                        .state())
                .isEqualTo(StepState.WAITING);

        StepStatus begun = JobState.of(
                new JobBuilder().withNewStatus().withActive(1).endStatus().build());

        assertThat(begun.state()).isEqualTo(StepState.RUNNING);
        assertThat(begun.attempts()).isEqualTo(1);
    }

    private static RoleStatus web(ApplicationStatus status) {
        return Objects.requireNonNull(status.roles().get("web"));
    }

    private static ApplicationStatus status(int count, Pod... pods) {
        return StatusReader.read(Samples.view(
                        Samples.application(count),
                        List.of(pods),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                Samples.node("node1", "True"),
                                Samples.node("node2", pods.length == 2 ? "Unknown" : "True"))))
                .orElseThrow();
    }
}
