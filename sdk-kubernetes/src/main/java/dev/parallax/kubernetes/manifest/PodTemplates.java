package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.RecoveryPolicy;
import dev.parallax.model.ReplicaPolicy;
import dev.parallax.model.Role;
import dev.parallax.model.Spread;
import dev.parallax.model.Step;
import dev.parallax.template.Bindings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Roles and steps as pod templates, with the ConfigMaps and Secrets that these refer to. */
final class PodTemplates {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(ReplicaPolicy.class, "spread", "spreadOver", "apart", "pin")
            .rule(
                    RecoveryPolicy.class,
                    "hostLostAfter",
                    recovery -> recovery.hostLostAfter().toNanosPart() == 0
                            ? Fidelity.EXACT
                            : new Fidelity.Approximated("tolerations count in whole seconds: "
                                    + recovery.hostLostAfter().toSeconds() + "s"))
            .build();

    private final Application application;
    private final ManifestOptions options;
    private final SecretMaterial secrets;
    private final Bindings bindings;
    private final String servicesDigest;

    PodTemplates(Application application, ManifestOptions options, SecretMaterial secrets) {
        this.application = application;
        this.options = options;
        this.secrets = secrets;
        this.bindings = Bindings.of(application).withSecrets(secrets.values());
        this.servicesDigest =
                Digest.keyed(secrets.digestKey()).add(servicePorts(application)).text();
    }

    /** A pod template and what it refers to. */
    record Rendered(PodTemplateSpec template, List<HasMetadata> configuration) {}

    Rendered role(String name, Role role) {
        List<Container> containers = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        List<HasMetadata> configuration = new ArrayList<>();
        Digest secretsDigest = Digest.keyed(secrets.digestKey());
        role.components().forEach((componentName, component) -> {
            ComponentFiles files = files(name, componentName, component);
            containers.add(Containers.serving(role, componentName, component, files, options.version()));
            volumes.addAll(files.volumes());
            configuration.addAll(files.objects());
            secretsDigest.add(files.directSecretsDigest());
        });
        role.storage().forEach((volume, storage) -> {
            if (!storage.keep()) {
                volumes.add(new VolumeBuilder()
                        .withName(Containers.storageVolume(volume))
                        .withNewEmptyDir()
                        .withSizeLimit(Containers.size(storage).get("storage"))
                        .endEmptyDir()
                        .build());
            }
        });
        PodSpecBuilder pod = pod(role.replicas(), volumes).withTerminationGracePeriodSeconds(longestStop(role));
        if (containers.stream()
                .anyMatch(container -> container.getLifecycle() != null
                        && container.getLifecycle().getStopSignal() != null)) {
            // A stop signal is only allowed where the pod says whose signals these are.
            pod.withNewOs("linux");
        }
        addAffinity(pod, name, role.replicas());
        addSpread(pod, name, role);
        Map<String, String> labels = Names.labels(application.name(), Names.ROLE, name);
        return new Rendered(template(labels, secretsDigest.text(), pod.build(), containers), configuration);
    }

    Rendered step(String name, Step step) {
        Role role = application.roles().get(step.use().role());
        Component used = role == null ? null : role.components().get(step.use().component());
        if (role == null || used == null) {
            throw new IllegalArgumentException("step '" + name + "' uses " + step.use() + ", which does not exist");
        }
        Component component = Step.component(step, used);
        ComponentFiles files =
                ComponentFiles.ofStep(application, options.namespace(), name, step, component, secrets, bindings);
        PodSpecBuilder pod = pod(role.replicas(), files.volumes())
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds((long) Probes.seconds(step.timeout()))
                .withTerminationGracePeriodSeconds(
                        (long) Probes.seconds(component.stop().grace()));
        Map<String, String> labels = Names.labels(application.name(), Names.STEP, name);
        List<Container> containers = List.of(Containers.running(name, component, files));
        return new Rendered(template(labels, files.directSecretsDigest(), pod.build(), containers), files.objects());
    }

    private ComponentFiles files(String role, String name, Component component) {
        return ComponentFiles.of(application, options.namespace(), role, name, component, secrets, bindings);
    }

    /**
     * The template says by a digest of all it consists of which pods are made from it, the services among it, whose variables a pod is given
     * when it starts. It does not say the application's version: one that
     * changes nothing of a role would replace all its pods. Nothing built is given to a builder again, which would copy all of it.
     */
    private PodTemplateSpec template(
            Map<String, String> labels, String secretsDigest, PodSpec pod, List<Container> containers) {
        pod.setContainers(containers);
        PodTemplateSpec template =
                new PodTemplateSpec(new ObjectMetaBuilder().withLabels(labels).build(), pod);
        String digest = Digest.keyed(secrets.digestKey())
                .add(Serialization.asJson(template))
                .add(secretsDigest)
                .add(servicesDigest)
                .text();
        template.getMetadata().setAnnotations(Map.of(Names.DIGEST, digest));
        return template;
    }

    /** By service, its ports. */
    private static Map<String, String> servicePorts(Application application) {
        Map<String, String> ports = new TreeMap<>();
        application.services().forEach((name, service) -> {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            service.ports().forEach((port, number) -> numbers.put(port, number.port()));
            ports.put(name, numbers.toString());
        });
        return ports;
    }

    private PodSpecBuilder pod(ReplicaPolicy policy, List<Volume> volumes) {
        PodSpecBuilder pod = new PodSpecBuilder()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(true)
                .withSecurityContext(SecurityContexts.ofPod())
                .withTolerations(tolerations(policy.recovery().hostLostAfter()))
                .withImagePullSecrets(options.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withVolumes(volumes);
        return policy.pin().isEmpty() ? pod : pod.withNodeSelector(policy.pin());
    }

    /** A lost host is first marked as such, after the cluster's own grace period, and then tolerated for this long. */
    private static List<Toleration> tolerations(Duration hostLostAfter) {
        return List.of(
                toleration("node.kubernetes.io/not-ready", hostLostAfter),
                toleration("node.kubernetes.io/unreachable", hostLostAfter));
    }

    private static Toleration toleration(String taint, Duration duration) {
        return new TolerationBuilder()
                .withKey(taint)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .withTolerationSeconds(duration.toSeconds())
                .build();
    }

    /**
     * At most one on a host by anti-affinity and not by topology spread: it says exactly that, so that a host that is lost or
     * full neither counts as a domain to be filled nor keeps a replacement from the spare one. Roles that are kept apart are so in
     * both directions: the scheduler obeys the anti-affinity of pods that are there, too.
     */
    private void addAffinity(PodSpecBuilder pod, String name, ReplicaPolicy policy) {
        List<String> repelled = new ArrayList<>(policy.apart());
        if (policy.spread() == Spread.HOST) {
            repelled.add(0, name);
        }
        if (!repelled.isEmpty()) {
            pod.withNewAffinity()
                    .withNewPodAntiAffinity()
                    .withRequiredDuringSchedulingIgnoredDuringExecution(notBeside(repelled))
                    .endPodAntiAffinity()
                    .endAffinity();
        }
    }

    /**
     * One term for all roles: the scheduler looks again at a pod that had no place when a pod goes that all of its terms are about, and of
     * several terms that is none (seen with 1.35: it waited for the five minutes after which everything is looked at again).
     */
    private PodAffinityTerm notBeside(List<String> roles) {
        PodAffinityTermBuilder term = new PodAffinityTermBuilder().withTopologyKey("kubernetes.io/hostname");
        if (roles.size() == 1) {
            return term.withNewLabelSelector()
                    .withMatchLabels(Names.selector(application.name(), roles.get(0)))
                    .endLabelSelector()
                    .build();
        }
        return term.withNewLabelSelector()
                .addToMatchLabels(Names.NAME, application.name())
                .addNewMatchExpression()
                .withKey(Names.ROLE)
                .withOperator("In")
                .withValues(roles)
                .endMatchExpression()
                .endLabelSelector()
                .build();
    }

    /**
     * Pods of another template do not count, so that a rollout ends as even as it began; neither do hosts with taints that the pods do not
     * tolerate, such as lost and cordoned ones, so that what is left of a rack that is lost does not hold replicas back.
     */
    private void addSpread(PodSpecBuilder pod, String name, Role role) {
        boolean kept = Workloads.keepsStorage(role);
        role.replicas().spreadOver().ifPresent(label -> pod.addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey(label)
                .withWhenUnsatisfiable("DoNotSchedule")
                .withNodeTaintsPolicy("Honor")
                .withMatchLabelKeys(kept ? "controller-revision-hash" : "pod-template-hash")
                .withNewLabelSelector()
                .withMatchLabels(Names.selector(application.name(), name))
                .endLabelSelector()
                .endTopologySpreadConstraint());
    }

    /** Draining counts as part of a pod's grace. */
    private long longestStop(Role role) {
        return role.components().values().stream()
                .mapToLong(component -> (long) Containers.drainSeconds(component, options.version())
                        + Probes.seconds(component.stop().grace()))
                .max()
                .orElse(30);
    }
}
