package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationStatus;
import dev.parallax.backend.ApplicationStatus.ReplicaState;
import dev.parallax.backend.ApplicationStatus.ReplicaStatus;
import dev.parallax.backend.ApplicationStatus.RoleStatus;
import dev.parallax.backend.ApplicationStatus.RolloutStatus;
import dev.parallax.backend.ApplicationStatus.ServiceStatus;
import dev.parallax.backend.ApplicationStatus.StepState;
import dev.parallax.backend.ApplicationStatus.StepStatus;
import dev.parallax.backend.Revision;
import dev.parallax.kubernetes.manifest.Names;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of what a cluster holds how far the application is. Pure. */
final class StatusReader {

    private final ClusterView view;
    private final Application application;
    private final Set<String> lostNodes;

    private StatusReader(ClusterView view, Application application) {
        this.view = view;
        this.application = application;
        this.lostNodes = view.nodes().stream()
                .filter(node -> !isReady(node))
                .map(node -> node.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    /** Empty when no definition is recorded. */
    static Optional<ApplicationStatus> read(ClusterView view) {
        return view.recorded().revision().map(revision -> new StatusReader(view, revision.definition())
                .status(revision));
    }

    private ApplicationStatus status(Revision revision) {
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        application
                .roles()
                .forEach((name, role) ->
                        roles.put(name, role(name, role.replicas().count())));
        Map<String, ServiceStatus> services = new LinkedHashMap<>();
        application.services().forEach((name, service) -> services.put(name, service(name, service)));
        Map<String, StepStatus> steps = new LinkedHashMap<>();
        application.steps().keySet().forEach(name -> steps.put(name, step(name)));
        return new ApplicationStatus(
                application.name(),
                application.version(),
                revision.number(),
                roles,
                services,
                steps,
                view.recorded().deleting(),
                RolloutStatus.of(
                        revision.reached().isPresent()
                                || Progress.settledAt(view).isPresent(),
                        view.recorded().paused(),
                        view.recorded().failure(),
                        revision.reason()));
    }

    private RoleStatus role(String name, int wanted) {
        List<Pod> pods = view.pods().stream()
                .filter(pod -> name.equals(label(pod, Names.ROLE)))
                .filter(pod -> !PodState.isOver(pod))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        List<ReplicaStatus> replicas = pods.stream().map(this::replica).toList();
        List<ReplicaStatus> current =
                pods.stream().filter(this::isCurrent).map(this::replica).toList();
        return new RoleStatus(
                wanted,
                count(replicas, ReplicaState.PLACED),
                count(replicas, ReplicaState.STARTED),
                count(current, ReplicaState.READY),
                replicas);
    }

    /** Whether a pod is as the newest revision makes them, though its controller may not have been told of that yet. */
    private boolean isCurrent(Pod pod) {
        return view.recorded().templates().contains(annotation(pod, Names.DIGEST));
    }

    /** Those that have come at least as far and are still on their way or there. */
    private static int count(List<ReplicaStatus> replicas, ReplicaState least) {
        return (int) replicas.stream()
                .filter(replica ->
                        replica.state().compareTo(least) >= 0 && replica.state().compareTo(ReplicaState.READY) <= 0)
                .count();
    }

    private ReplicaStatus replica(Pod pod) {
        return new ReplicaStatus(
                pod.getMetadata().getName(),
                Optional.ofNullable(pod.getSpec().getNodeName()),
                Optional.ofNullable(pod.getStatus().getPodIP()).filter(address -> !address.isEmpty()),
                PodState.of(pod, lostNodes),
                version(pod),
                PodState.restarts(pod),
                PodState.lastError(pod));
    }

    /**
     * A pod does not say its version, since a version that changes nothing of a role leaves its pods alone. It is the controller's for one
     * that is as the controller makes them now; otherwise that of the last revision that made such pods. One that no revision tells of is
     * of the present revision, too, with secrets of before.
     */
    private String version(Pod pod) {
        String digest = annotation(pod, Names.DIGEST);
        String role = label(pod, Names.ROLE);
        return view.controllers()
                .filter(controller -> role.equals(label(controller, Names.ROLE))
                        && digest.equals(Workload.templateDigest(controller)))
                .map(controller -> annotation(controller, Names.VERSION))
                .findFirst()
                .orElseGet(() -> view.recorded().versions().getOrDefault(digest, application.version()));
    }

    private ServiceStatus service(String name, dev.parallax.model.Service wanted) {
        Optional<Service> service = view.services().stream()
                .filter(live -> name.equals(live.getMetadata().getName()))
                .findFirst();
        Map<String, Integer> ports = new LinkedHashMap<>();
        wanted.ports().forEach((port, number) -> ports.put(port, number.port()));
        service.ifPresent(live -> live.getSpec().getPorts().stream()
                .filter(port -> port.getName() != null)
                .forEach((ServicePort port) -> ports.put(port.getName(), port.getPort())));
        return new ServiceStatus(
                service.flatMap(StatusReader::address),
                service.flatMap(StatusReader::publicAddress),
                ports,
                readyEndpoints(name));
    }

    /** The name in the place of an address where the service is another application's. */
    private static Optional<String> address(Service service) {
        String address = service.getSpec().getExternalName() == null
                ? service.getSpec().getClusterIP()
                : service.getSpec().getExternalName();
        return Optional.ofNullable(address).filter(text -> !text.isEmpty() && !text.equals("None"));
    }

    private static Optional<String> publicAddress(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return Optional.empty();
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .map(ingress -> ingress.getIp() != null ? ingress.getIp() : ingress.getHostname())
                .filter(address -> address != null)
                .findFirst();
    }

    private List<String> readyEndpoints(String service) {
        Set<String> ready = new TreeSet<>();
        view.endpoints().stream()
                .filter(slice -> service.equals(label(slice, Names.SLICE_SERVICE)))
                .forEach(slice -> addReady(slice, ready));
        return List.copyOf(ready);
    }

    private static void addReady(EndpointSlice slice, Set<String> ready) {
        readyAddresses(slice).forEach(address -> orEmpty(slice.getPorts())
                .forEach(port ->
                        ready.add((address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port.getPort())));
    }

    /** The addresses that answer for a service. */
    static Set<String> readyAddresses(ClusterView view, String service) {
        return view.endpoints().stream()
                .filter(slice -> service.equals(label(slice, Names.SLICE_SERVICE)))
                .flatMap(StatusReader::readyAddresses)
                .collect(Collectors.toSet());
    }

    private static Stream<String> readyAddresses(EndpointSlice slice) {
        return orEmpty(slice.getEndpoints()).stream()
                .filter(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()))
                .flatMap(endpoint -> endpoint.getAddresses().stream());
    }

    /** The API server writes an empty list as {@code null} in places. */
    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private StepStatus step(String name) {
        return view.jobs().stream()
                .filter(job -> name.equals(label(job, Names.STEP)))
                .filter(job -> application.version().equals(annotation(job, Names.VERSION)))
                .findFirst()
                .map(JobState::of)
                .orElse(new StepStatus(StepState.WAITING, 0, Optional.empty()));
    }

    static boolean isReady(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    static String label(HasMetadata object, String label) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(label, "");
    }

    static String annotation(HasMetadata object, String annotation) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(annotation, "");
    }

    static StepState stateOf(Job job) {
        return JobState.of(job).state();
    }
}
