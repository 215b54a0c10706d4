package dev.parallax.kubernetes.manifest;

import dev.parallax.fidelity.Fidelity;
import dev.parallax.fidelity.FidelityRules;
import dev.parallax.fidelity.FieldUse;
import dev.parallax.model.Application;
import dev.parallax.model.Exposure;
import dev.parallax.model.Provider;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.ServicePort;
import dev.parallax.model.Step;
import dev.parallax.plan.Part;
import dev.parallax.plan.Waves;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application as Kubernetes objects, in the order in which they must come to be: namespace, secrets, configuration,
 * services, then each role's and step's own objects once what it requires is there. Fresh objects, complete but for what
 * the cluster itself decides.
 */
public final class Manifests {
    static final FidelityRules FIDELITY = FidelityRules.builder()
            .exact(Application.class, "name", "version")
            .rule(Service.class, "role", (service, use) -> named(use))
            .approximated(
                    "without a look at whether they answer: each gets its share of the connections",
                    Service.class,
                    "external")
            .approximated(
                    "by name: variables such as SERVICE_HOST hold the service's name in the place of an address",
                    Provider.class,
                    "application",
                    "service")
            .rule(Service.class, "exposure", (service, use) -> service.role().isPresent() ? Fidelity.EXACT : named(use))
            .exact(ServicePort.class, "port", "target")
            .exact(Step.class, "use", "command", "retries")
            .rule(Step.class, "timeout", step -> Probes.wholeSeconds(step.timeout()))
            .build();

    private final Namespace namespace;
    private final List<Secret> secrets = new ArrayList<>();
    private final Map<String, HasMetadata> configuration = new LinkedHashMap<>();
    private final List<HasMetadata> services = new ArrayList<>();
    private final Map<String, List<HasMetadata>> roles = new LinkedHashMap<>();
    private final Map<String, Job> steps = new LinkedHashMap<>();
    private final List<List<Part>> waves;

    private Manifests(Application application, SecretMaterial material, ManifestOptions options) {
        namespace = namespace(options.namespace(), application.name());
        waves = Waves.of(application);
        material.values().forEach((name, value) -> {
            if (application.secrets().containsKey(name)) {
                secrets.add(SecretObjects.of(application.name(), options.namespace(), name, value));
            }
        });
        application.services().forEach((name, service) -> {
            services.add(service(application, options, name, service));
            if (!service.external().isEmpty()) {
                services.add(endpoints(application, options, name, service));
            }
        });
        PodTemplates templates = new PodTemplates(application, options, material);
        Workloads workloads = new Workloads(application, options);
        application.roles().forEach((name, role) -> {
            PodTemplates.Rendered pod = templates.role(name, role);
            configure(pod.configuration());
            roles.put(name, workloads.of(name, role, pod.template()));
        });
        application.steps().forEach((name, step) -> {
            PodTemplates.Rendered pod = templates.step(name, step);
            configure(pod.configuration());
            steps.put(name, job(application, options, name, step, pod));
        });
    }

    /** The replicas of a role with kept storage have a Service of their own, which gives each its name. */
    private static Fidelity named(FieldUse use) {
        String service = use.path().split("\\.", -1)[1];
        return use.within(Application.class).stream()
                .flatMap(application -> application.roles().entrySet().stream())
                .filter(role -> Workloads.keepsStorage(role.getValue())
                        && Names.headless(role.getKey()).equals(service))
                .findFirst()
                .<Fidelity>map(
                        role -> new Fidelity.Refused("Service '" + service + "' is that of the replicas of role '"
                                + role.getKey() + "', which keeps storage; name the service otherwise"))
                .orElse(Fidelity.EXACT);
    }

    /**
     * Renders an application that has been validated.
     *
     * @throws dev.parallax.template.TemplateException when a template cannot be filled in
     */
    public static Manifests render(Application application, SecretMaterial secrets, ManifestOptions options) {
        return new Manifests(application, secrets, options);
    }

    /** The namespace of an application. */
    public static Namespace namespace(String name, String application) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Names.labels(application))
                .endMetadata()
                .build();
    }

    public Namespace namespace() {
        return namespace;
    }

    /** Those of the definition, one object each. */
    public List<Secret> secrets() {
        return Collections.unmodifiableList(secrets);
    }

    /** ConfigMaps and Secrets with the components' files and environment; never changed once they are there. */
    public List<HasMetadata> configuration() {
        return List.copyOf(configuration.values());
    }

    /** They come before any pod, which learns their addresses from its environment when it starts. */
    public List<HasMetadata> services() {
        return Collections.unmodifiableList(services);
    }

    /** A role's controller and what goes with it. */
    public List<HasMetadata> role(String name) {
        return Collections.unmodifiableList(roles.getOrDefault(name, List.of()));
    }

    public Job step(String name) {
        Job job = steps.get(name);
        if (job == null) {
            throw new IllegalArgumentException("no step '" + name + "'");
        }
        return job;
    }

    /** Steps and roles, by wave; see {@link Waves}. */
    public List<List<Part>> waves() {
        return waves;
    }

    /** The objects of one step or role; none of a service, which is among {@link #services}. */
    public List<HasMetadata> part(Part part) {
        return switch (part.kind()) {
            case SERVICE -> List.of();
            case STEP -> List.of(step(part.name()));
            case ROLE -> role(part.name());
        };
    }

    /** Everything, in order. */
    public List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>();
        all.add(namespace);
        all.addAll(secrets);
        all.addAll(configuration.values());
        all.addAll(services);
        waves.forEach(wave -> wave.forEach(part -> all.addAll(part(part))));
        return all;
    }

    private void configure(List<HasMetadata> objects) {
        objects.forEach(object ->
                configuration.put(object.getKind() + "/" + object.getMetadata().getName(), object));
    }

    private static io.fabric8.kubernetes.api.model.Service service(
            Application application, ManifestOptions options, String name, Service service) {
        ServiceBuilder built = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(name)
                .withLabels(Names.labels(application.name(), Names.SERVICE, name))
                .endMetadata()
                .withNewSpec()
                .withType(type(service))
                .withExternalName(service.provider()
                        .map(provider -> Names.host(provider.service(), options.namespaceOf(provider.application())))
                        .orElse(null))
                .withSelector(service.role()
                        .map(role -> Names.selector(application.name(), role))
                        .orElse(Map.of()))
                .endSpec();
        Optional<Role> role = service.role().map(front -> roleBehind(application, name, front));
        service.ports().forEach((port, number) -> built.editSpec()
                .addToPorts(new ServicePortBuilder()
                        .withName(port)
                        .withPort(number.port())
                        .withTargetPort(role.map(found -> Ports.reference(found, target(port, number)))
                                .orElse(null))
                        .withProtocol("TCP")
                        .build())
                .endSpec());
        return built.build();
    }

    private static String type(Service service) {
        if (service.provider().isPresent()) {
            return "ExternalName";
        }
        return service.exposure() == Exposure.PUBLIC ? "LoadBalancer" : "ClusterIP";
    }

    private static Role roleBehind(Application application, String service, String name) {
        Role role = application.roles().get(name);
        if (role == null) {
            throw new IllegalArgumentException(
                    "service '" + service + "' is in front of role '" + name + "', which does not exist");
        }
        return role;
    }

    /** What answers for a service without a selector. The cluster leaves slices alone that are not managed by a controller of its own. */
    private static EndpointSlice endpoints(
            Application application, ManifestOptions options, String name, Service service) {
        EndpointSliceBuilder built = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(Names.external(name))
                .withLabels(Names.labels(application.name(), Names.SERVICE, name))
                .addToLabels(Names.SLICE_SERVICE, name)
                .addToLabels(Names.SLICE_MANAGER, Names.MANAGER)
                .endMetadata()
                .withAddressType("IPv4")
                .withEndpoints(service.external().stream()
                        .map(address -> new EndpointBuilder()
                                .withAddresses(address)
                                .withNewConditions()
                                .withReady(true)
                                .endConditions()
                                .build())
                        .toList());
        service.ports().forEach((port, number) -> built.addNewPort()
                .withName(port)
                .withPort(number.port())
                .withProtocol("TCP")
                .endPort());
        return built.build();
    }

    private static String target(String port, ServicePort number) {
        return number.target().isEmpty() ? port : number.target();
    }

    private static Job job(
            Application application, ManifestOptions options, String name, Step step, PodTemplates.Rendered pod) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(Names.VERSION, application.version());
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(options.namespace())
                .withName(Names.job(name, application.version()))
                .withLabels(Names.labels(application.name(), Names.STEP, name))
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(step.retries())
                .withCompletions(1)
                .withParallelism(1)
                .withPodReplacementPolicy("Failed")
                .withTemplate(pod.template())
                .endSpec()
                .build();
    }
}
