package dev.parallax.kubernetes;

import dev.parallax.backend.ApplicationEvent;
import dev.parallax.model.Application;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster's own events say of an application's objects. These name the objects and not their labels, so that an object that is gone
 * is known by its name: that of a role or a step and what a controller adds to it.
 */
final class ClusterEvents {
    private final Cluster cluster;
    private final Application application;

    ClusterEvents(Cluster cluster, Application application) {
        this.cluster = cluster;
        this.application = application;
    }

    /** The oldest first. */
    List<ApplicationEvent> read(String namespace) {
        return cluster
                .call("list events in " + namespace, () -> cluster.client()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .stream()
                .flatMap(event -> told(event, application).stream())
                .sorted(Comparator.comparing(ApplicationEvent::at))
                .toList();
    }

    /** Empty for one that is about nothing of the application's. */
    static Optional<ApplicationEvent> told(Event event, Application application) {
        return object(event, application).flatMap(object -> at(event)
                .map(at -> new ApplicationEvent(at, "Warning".equals(event.getType()), object, text(event))));
    }

    private static Optional<String> object(Event event, Application application) {
        String name = Objects.toString(event.getInvolvedObject().getName(), "");
        return switch (Objects.toString(event.getInvolvedObject().getKind(), "")) {
            case "Pod" -> ofPod(name, application);
            case "Deployment", "StatefulSet", "PodDisruptionBudget" ->
                exactly(name, application.roles().keySet()).map(role -> "role " + role);
            case "ReplicaSet" -> longest(name, application.roles().keySet()).map(role -> "role " + role);
            case "Job" -> longest(name, application.steps().keySet()).map(step -> "step " + step);
            case "Service" -> exactly(name, application.services().keySet()).map(service -> "service " + service);
            case "PersistentVolumeClaim" ->
                application.roles().keySet().stream()
                        .filter(role -> name.matches(".+-\\Q" + role + "\\E-\\d+"))
                        .max(Comparator.comparingInt(String::length))
                        .map(role -> "role " + role);
            default -> Optional.empty();
        };
    }

    /** Steps have pods, too, and their names may begin as a role's does. */
    private static Optional<String> ofPod(String pod, Application application) {
        Optional<String> role = longest(pod, application.roles().keySet());
        Optional<String> step = longest(pod, application.steps().keySet());
        boolean isStep = step.isPresent()
                && step.get().length() > role.map(String::length).orElse(0);
        return isStep ? step.map(name -> "step " + name) : role.map(name -> name + "/" + pod);
    }

    private static Optional<String> exactly(String name, Set<String> names) {
        return names.contains(name) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> longest(String name, Set<String> names) {
        return names.stream()
                .filter(known -> name.startsWith(known + "-"))
                .max(Comparator.comparingInt(String::length));
    }

    /** When it happened last. */
    private static Optional<Instant> at(Event event) {
        return Stream.of(
                        event.getSeries() == null
                                ? null
                                : time(event.getSeries().getLastObservedTime()),
                        event.getLastTimestamp(),
                        time(event.getEventTime()),
                        event.getFirstTimestamp(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .map(Instant::parse);
    }

    private static @Nullable String time(io.fabric8.kubernetes.api.model.@Nullable MicroTime time) {
        return time == null ? null : time.getTime();
    }

    private static String text(Event event) {
        int count = Math.max(
                event.getCount() == null ? 1 : event.getCount(),
                event.getSeries() == null || event.getSeries().getCount() == null
                        ? 1
                        : event.getSeries().getCount());
        return event.getReason() + ": "
                + Objects.toString(event.getMessage(), "").strip().replaceAll("\\s+", " ")
                + (count > 1 ? " (" + count + " times)" : "");
    }
}
