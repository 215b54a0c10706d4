package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Artifact;
import dev.parallax.model.ByteSize;
import dev.parallax.model.Component;
import dev.parallax.model.Cpu;
import dev.parallax.model.Limits;
import dev.parallax.model.Requests;
import dev.parallax.model.Role;
import dev.parallax.model.StopPolicy;
import dev.parallax.model.Storage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component as a container. Where it requests nothing, what it may use is also what it asks for, so that the scheduler never promises it twice. A stop signal other than SIGTERM is sent by clusters whose
 * feature {@code ContainerStopSignals} is on; others send the image's own, which should therefore be the same.
 */
final class Containers {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(Artifact.class, "image")
            .approximated("the image is taken to hold them", Artifact.class, "packages")
            .exact(Artifact.class, "masks")
            .exact(Component.class, "command", "ports")
            .exact(Limits.class, "cpu", "memory")
            .exact(Requests.class, "cpu", "memory")
            .rule(
                    StopPolicy.class,
                    "signal",
                    stop -> Containers.DEFAULT_SIGNAL.equals(stop.signal())
                            ? Fidelity.EXACT
                            : new Fidelity.Approximated("sent where the cluster's feature ContainerStopSignals is on;"
                                    + " otherwise the image's own, which should therefore be the same"))
            .rule(
                    StopPolicy.class,
                    "drain",
                    stop -> stop.drain().isZero() ? Fidelity.EXACT : Probes.wholeSeconds(stop.drain()))
            .rule(StopPolicy.class, "grace", Containers::grace)
            .exact(Storage.class, "path")
            .build();

    static final String DEFAULT_SIGNAL = "SIGTERM";

    private Containers() {}

    /** A container that serves: with ports, checks and the role's storage. */
    static Container serving(
            Role role, String name, Component component, ComponentFiles files, ClusterVersion version) {
        ContainerBuilder container = base(name, component, files).withPorts(Ports.of(component));
        Probes.addTo(container, component);
        if (!DEFAULT_SIGNAL.equals(component.stop().signal()) && version.namesStopSignal()) {
            container
                    .editOrNewLifecycle()
                    .withStopSignal(component.stop().signal())
                    .endLifecycle();
        }
        if (drainSeconds(component, version) > 0) {
            container
                    .editOrNewLifecycle()
                    .withNewPreStop()
                    .withNewSleep((long) drainSeconds(component, version))
                    .endPreStop()
                    .endLifecycle();
        }
        role.storage()
                .forEach((volume, storage) -> container.addToVolumeMounts(new VolumeMountBuilder()
                        .withName(storageVolume(volume))
                        .withMountPath(storage.path())
                        .build()));
        return container.build();
    }

    /** A container that runs a step's command once: {@code component} is what the step makes of the one it uses. */
    static Container running(String step, Component component, ComponentFiles files) {
        return base(step, component, files).build();
    }

    /** A pod stops as a whole: its grace is the longest of its components. */
    private static Fidelity grace(StopPolicy stop, FieldUse use) {
        boolean longer = use.within(Role.class).stream()
                .flatMap(role -> role.components().values().stream())
                .anyMatch(other -> other.stop().grace().compareTo(stop.grace()) > 0);
        return longer
                ? new Fidelity.Approximated("the longest grace of the replica's components holds for all of them")
                : Probes.wholeSeconds(stop.grace());
    }

    /** How long its kubelet waits before it sends the signal; part of the pod's grace. */
    static int drainSeconds(Component component, ClusterVersion version) {
        Duration drain = component.stop().drain();
        return drain.isZero() || !version.sleeps() ? 0 : Probes.seconds(drain);
    }

    static String storageVolume(String storage) {
        return "storage-" + storage;
    }

    static Map<String, Quantity> size(Storage storage) {
        return Map.of("storage", new Quantity(storage.size().toString()));
    }

    private static ContainerBuilder base(String name, Component component, ComponentFiles files) {
        ContainerBuilder container = new ContainerBuilder()
                .withName(name)
                .withImage(component.artifact().image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(component.command())
                .withEnv(environment(files))
                .withVolumeMounts(files.mounts())
                .withSecurityContext(SecurityContexts.ofContainer(component.user()));
        Requests aside = Requests.of(component);
        Map<String, Quantity> requests = resources(aside.cpu(), aside.memory());
        if (!requests.isEmpty()) {
            Limits limits = component.limits();
            container
                    .withNewResources()
                    .withRequests(requests)
                    .withLimits(resources(limits.cpu(), limits.memory()))
                    .endResources();
        }
        return container;
    }

    /** The replica's own address and name come first, so that other variables and the command may contain them. */
    private static List<EnvVar> environment(ComponentFiles files) {
        List<EnvVar> environment = new ArrayList<>();
        environment.add(fromPod("REPLICA_ADDRESS", "status.podIP"));
        environment.add(fromPod("REPLICA_NAME", "metadata.name"));
        environment.addAll(files.environment());
        return environment;
    }

    private static EnvVar fromPod(String name, String field) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(field)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static Map<String, Quantity> resources(Optional<Cpu> cpu, Optional<ByteSize> memory) {
        Map<String, Quantity> resources = new LinkedHashMap<>();
        cpu.ifPresent(amount -> resources.put("cpu", new Quantity(amount.toString())));
        memory.ifPresent(amount -> resources.put("memory", new Quantity(amount.toString())));
        return resources;
    }
}
