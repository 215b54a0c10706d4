package dev.parallax.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import dev.parallax.model.Requirement;
import dev.parallax.plan.Part;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final Part WEB = new Part(Part.Kind.ROLE, "web");
    private static final Part PREPARE = new Part(Part.Kind.STEP, "prepare");
    private static final Pod NEW = Samples.pod("b", "node2", true).build();
    private static final Application APPLICATION = Samples.application(2);

    @Test
    void roleIsDoneWhenAllItsReplicasAreNewAndReady() {
        assertThat(progress(Samples.deployment(4, 4, 2, 2, 2)).isDone(WEB)).isTrue();
        assertThat(progress(Samples.deployment(4, 4, 2, 1, 2)).isDone(WEB)).isFalse();
        assertThat(progress(Samples.deployment(4, 4, 3, 2, 2)).isDone(WEB)).isFalse();
    }

    @Test
    void roleIsNotDoneWhileAPodOfTheTemplateBeforeIsSeen() {
        Pod old = Samples.pod("a", "node1", true)
                .editMetadata()
                .addToAnnotations(Names.DIGEST, "old")
                .endMetadata()
                .build();
        Pod ending = Samples.pod("c", "node3", true)
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
        Deployment done = Samples.deployment(4, 4, 2, 2, 2);

        assertThat(progress(done, old, NEW).isDone(WEB)).isFalse();
        assertThat(progress(done, old, NEW, NEW).isDone(WEB)).isFalse();
        assertThat(progress(done, NEW).isDone(WEB)).isFalse();
        assertThat(progress(done, NEW, NEW, ending).isDone(WEB)).isTrue();
    }

    @Test
    void serviceIsDoneWhenItListsTheReadyReplicasAndNoOthers() {
        Pod ready = Samples.pod("a", "node1", true).build();
        Pod notReady = Samples.pod("bb", "node2", false).build();

        assertThat(served(List.of(ready, notReady))).isFalse();
        assertThat(served(List.of(ready, notReady), "10.79.1.1")).isTrue();
        assertThat(served(List.of(ready, notReady), "10.79.1.1", "10.79.1.2")).isFalse();
        assertThat(served(List.of(notReady))).isTrue();
    }

    private static boolean served(List<Pod> pods, String... addresses) {
        EndpointSlice slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .addToLabels(Names.SLICE_SERVICE, "web")
                .endMetadata()
                .addNewEndpoint()
                .addToAddresses(addresses)
                .endEndpoint()
                .build();
        return Progress.isServed(Samples.view(APPLICATION, pods, List.of(slice), List.of(), List.of(), List.of()));
    }

    @Test
    void viewOlderThanWhatWasAppliedSaysNothing() {
        assertThat(progress(Samples.deployment(3, 3, 2, 2, 2)).isDone(WEB)).isFalse();
        assertThat(progress(Samples.deployment(4, 3, 2, 2, 2)).isDone(WEB)).isFalse();
    }

    @Test
    void roleIsRequiredAtThisVersion() {
        Requirement one = new Requirement.OfRole("web", 1, Duration.ofMinutes(1));

        assertThat(progress(Samples.deployment(4, 4, 2, 0, 2)).isMet(one)).isFalse();
        assertThat(progress(Samples.deployment(4, 4, 2, 1, 1)).isMet(one)).isTrue();
    }

    @Test
    void missedDeadlineFailsTheRole() {
        assertThat(progress(stuck("2026-11-30T13:00:01Z")).failure(WEB))
                .contains("ReplicaSet \"web-1\" has timed out progressing.");
        assertThat(progress(Samples.deployment(4, 4, 2, 1, 1)).failure(WEB)).isEmpty();
    }

    @Test
    void deadlineThatWasMissedBeforeTheRoleWasAppliedIsNoneOfThisRollout() {
        assertThat(progress(stuck("2026-11-30T13:00:00Z")).failure(WEB)).isEmpty();
        assertThat(progress(stuck("2026-11-30T12:59:59Z")).failure(WEB)).isEmpty();
    }

    private static Deployment stuck(String since) {
        return new DeploymentBuilder(Samples.deployment(4, 4, 2, 1, 1))
                .editMetadata()
                .addNewManagedField()
                .withManager("kubectl")
                .withTime("2026-11-30T14:00:00Z")
                .endManagedField()
                .addNewManagedField()
                .withManager(Names.MANAGER)
                .withTime("2026-11-30T13:00:00Z")
                .endManagedField()
                .endMetadata()
                .editStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("False")
                .withReason("ProgressDeadlineExceeded")
                .withLastUpdateTime(since)
                .withMessage("ReplicaSet \"web-1\" has timed out progressing.")
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void jobThatWasReplacedSaysNothingOfItsSuccessor() {
        Job old = Samples.job("2")
                .editStatus()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        HasMetadata successor =
                Samples.job("2").editMetadata().withUid("another").endMetadata().build();

        assertThat(progress(List.of(old), Map.of(PREPARE, old)).isDone(PREPARE)).isTrue();
        assertThat(progress(List.of(old), Map.of(PREPARE, successor)).isDone(PREPARE))
                .isFalse();
    }

    @Test
    void pauseHoldsWhatWouldReplacePodsOrBeginAStep() {
        Deployment same = Samples.deployment(4, 4, 2, 2, 2);
        Deployment another = new DeploymentBuilder(same)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(Names.DIGEST, "another")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        Progress going = progress(same);
        Progress paused = new Progress(
                APPLICATION,
                Samples.paused(Samples.view(
                        APPLICATION,
                        List.of(NEW),
                        List.of(),
                        List.of(Samples.job("2").build()),
                        List.of(same),
                        List.of())),
                Map.of());

        assertThat(going.isHeld(WEB, List.of(another))).isFalse();
        assertThat(paused.isHeld(WEB, List.of(another))).isTrue();
        assertThat(paused.isHeld(WEB, List.of(same))).isFalse();
        assertThat(paused.isHeld(PREPARE, List.of(Samples.job("2").build()))).isFalse();
        assertThat(paused.isHeld(PREPARE, List.of(Samples.job("3").build()))).isTrue();
    }

    @Test
    void clusterIsDoneWhoeverAppliedWhenRolesAndStepsAre() {
        Job complete = Samples.job("2")
                .editStatus()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        Deployment done = Samples.deployment(4, 4, 2, 2, 2);

        assertThat(settled(List.of(complete), done)).isTrue();
        assertThat(settled(List.of(Samples.job("2").build()), done)).isFalse();
        assertThat(settled(List.of(Samples.job("1").build()), done)).isFalse();
        assertThat(settled(List.of(complete), Samples.deployment(4, 4, 2, 1, 2)))
                .isFalse();
        assertThat(settled(List.of(complete), Samples.deployment(4, 3, 2, 2, 2)))
                .isFalse();
    }

    private static boolean settled(List<Job> jobs, Deployment web) {
        return Progress.isSettled(
                APPLICATION, Samples.view(APPLICATION, List.of(NEW, NEW), List.of(), jobs, List.of(web), List.of()));
    }

    private static Progress progress(Deployment live) {
        return progress(live, NEW, NEW);
    }

    private static Progress progress(Deployment live, Pod... pods) {
        return new Progress(
                APPLICATION,
                Samples.view(APPLICATION, List.of(pods), List.of(), List.of(), List.of(live), List.of()),
                Map.of(
                        WEB,
                        new DeploymentBuilder(Samples.deployment(4, 3, 0, 0, 0))
                                .editMetadata()
                                .withManagedFields(live.getMetadata().getManagedFields())
                                .endMetadata()
                                .build()));
    }

    private static Progress progress(List<Job> jobs, Map<Part, HasMetadata> applied) {
        return new Progress(
                APPLICATION, Samples.view(APPLICATION, List.of(), List.of(), jobs, List.of(), List.of()), applied);
    }
}
