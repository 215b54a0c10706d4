package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus.ReplicaState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a pod is, as a replica, and what is wrong with it. */
final class PodState {
    private static final Set<String> UNREMARKABLE = Set.of("ContainerCreating", "PodInitializing");

    private PodState() {}

    /** Whether it has ended for good (evicted, for one): its controller has another in its place. */
    static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    static ReplicaState of(Pod pod, Set<String> lostNodes) {
        String node = pod.getSpec().getNodeName();
        if (node != null && lostNodes.contains(node)) {
            return ReplicaState.LOST;
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return ReplicaState.STOPPING;
        }
        if (node == null || node.isEmpty()) {
            return ReplicaState.PENDING;
        }
        if (ready(pod).isPresent()) {
            return ReplicaState.READY;
        }
        List<ContainerStatus> containers = containers(pod);
        boolean running = !containers.isEmpty()
                && containers.size() == pod.getSpec().getContainers().size()
                && containers.stream()
                        .allMatch(container -> container.getState() != null
                                && container.getState().getRunning() != null);
        return running ? ReplicaState.STARTED : ReplicaState.PLACED;
    }

    /** Since when it serves; empty when it does not. */
    static Optional<Instant> readySince(Pod pod) {
        return ready(pod).map(PodCondition::getLastTransitionTime).map(Instant::parse);
    }

    private static Optional<PodCondition> ready(Pod pod) {
        return condition(pod, "Ready").filter(ready -> "True".equals(ready.getStatus()));
    }

    /** Whether services are to list it. */
    static boolean isServing(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && ready(pod).isPresent();
    }

    /** Where it is reached, in each family of addresses. */
    static Set<String> addresses(Pod pod) {
        return Stream.concat(
                        Stream.ofNullable(pod.getStatus().getPodIP()),
                        pod.getStatus().getPodIPs().stream().map(PodIP::getIp))
                .collect(Collectors.toSet());
    }

    static int restarts(Pod pod) {
        return containers(pod).stream()
                .mapToInt(container -> container.getRestartCount() == null ? 0 : container.getRestartCount())
                .sum();
    }

    /** What keeps it from being ready, or what last ended one of its components. */
    static Optional<String> lastError(Pod pod) {
        return Stream.of(unschedulable(pod), waiting(pod), ended(pod), unready(pod))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unschedulable(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(scheduled -> "False".equals(scheduled.getStatus()))
                .map(scheduled -> "not placed: " + scheduled.getMessage());
    }

    private static Optional<String> waiting(Pod pod) {
        return containers(pod).stream()
                .filter(container ->
                        container.getState() != null && container.getState().getWaiting() != null)
                .filter(container -> !UNREMARKABLE.contains(
                        String.valueOf(container.getState().getWaiting().getReason())))
                .map(container -> {
                    var waiting = container.getState().getWaiting();
                    String message = waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
                    return container.getName() + ": " + waiting.getReason() + message;
                })
                .findFirst();
    }

    private static Optional<String> ended(Pod pod) {
        return containers(pod).stream()
                .flatMap(container -> Stream.of(container.getState(), container.getLastState())
                        .filter(state -> state != null)
                        .map(ContainerState::getTerminated)
                        .filter(terminated -> terminated != null)
                        .map(terminated -> describe(container, terminated)))
                .findFirst();
    }

    /** The cluster tells in events alone what the check was answered, and forgets those after an hour. */
    private static Optional<String> unready(Pod pod) {
        Set<String> checked = pod.getSpec().getContainers().stream()
                .filter(container -> container.getReadinessProbe() != null)
                .map(Container::getName)
                .collect(Collectors.toSet());
        return containers(pod).stream()
                .filter(container -> checked.contains(container.getName())
                        && !Boolean.TRUE.equals(container.getReady())
                        && container.getState() != null
                        && container.getState().getRunning() != null)
                .map(container -> container.getName() + ": its ready check does not pass")
                .findFirst();
    }

    private static String describe(ContainerStatus container, ContainerStateTerminated terminated) {
        String signal = terminated.getSignal() == null ? "" : ", signal " + terminated.getSignal();
        return container.getName() + ": ended with " + terminated.getReason() + " (exit status "
                + terminated.getExitCode() + signal + ")";
    }

    private static List<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }
}
