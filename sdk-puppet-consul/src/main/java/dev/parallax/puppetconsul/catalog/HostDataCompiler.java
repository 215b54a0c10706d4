package dev.parallax.puppetconsul.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parallax.model.Application;
import dev.parallax.model.Component;
import dev.parallax.model.DriftPolicy;
import dev.parallax.model.Exposure;
import dev.parallax.model.Role;
import dev.parallax.model.Service;
import dev.parallax.model.Step;
import dev.parallax.model.StopPolicy;
import dev.parallax.puppetconsul.placement.Host;
import dev.parallax.puppetconsul.profile.FleetProfile;
import dev.parallax.puppetconsul.seal.Seal;
import dev.parallax.puppetconsul.state.KeptStorage;
import dev.parallax.puppetconsul.state.PlacedReplica;
import dev.parallax.puppetconsul.state.StepRecord;
import dev.parallax.puppetconsul.state.VirtualAddress;
import dev.parallax.puppetconsul.state.VirtualRouter;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the Hiera data of a host. Every host is told of every service; a replica's data and a running step's only of their own. The
 * same input gives the same bytes.
 */
public final class HostDataCompiler {
    public static final String REVISION = "parallax::revision";
    public static final String REPLICAS = "parallax::replicas";
    public static final String SERVICES = "parallax::services";
    public static final String STEPS = "parallax::steps";
    /** Not Puppet's: it tells the host's daemon what to do when the rest is done. */
    public static final String LEAVING = "parallax::leaving";

    private static final String PINS = "parallax::pins";

    private static final String ADOPTED = "parallax::adopted";

    private static final int HIGHEST_PRIORITY = 200;

    private final List<Host> edges;
    private final List<Deployment> deployments;
    /** The replicas of each deployment by host, in the order of their names. */
    private final IdentityHashMap<Deployment, Map<String, List<PlacedReplica>>> placed = new IdentityHashMap<>();
    /** The same for all hosts. */
    private final ObjectNode services = JsonNodeFactory.instance.objectNode();
    /** Those of services that are public. */
    private final Set<String> publicAddresses = new TreeSet<>();

    private final List<KeptStorage> storage;
    private final ProfileData profile;
    private final VirtualRouter router;
    private final Seal seal;

    /** {@code router}: what the hosts of the edge are together; {@code seal}: by whose key data with secrets are told apart. */
    public HostDataCompiler(
            Collection<Host> fleet,
            Collection<Deployment> deployments,
            Collection<KeptStorage> storage,
            FleetProfile profile,
            VirtualRouter router,
            Seal seal) {
        this.router = router;
        this.seal = seal;
        this.profile = new ProfileData(profile);
        this.edges = fleet.stream()
                .filter(host -> host.publicInterface().isPresent())
                .sorted(Comparator.comparing(Host::name))
                .toList();
        this.deployments = deployments.stream()
                .sorted(Comparator.comparing(
                        (Deployment deployment) -> deployment.wanted().name()))
                .toList();
        this.storage =
                storage.stream().sorted(Comparator.comparing(KeptStorage::key)).toList();
        this.deployments.forEach(deployment -> {
            placed.put(
                    deployment,
                    deployment.replicas().stream()
                            .sorted(Comparator.comparing(PlacedReplica::replica))
                            .collect(Collectors.groupingBy(PlacedReplica::host)));
            services(deployment);
        });
    }

    private List<PlacedReplica> placed(Deployment deployment, Host host) {
        return placed.getOrDefault(deployment, Map.of()).getOrDefault(host.name(), List.of());
    }

    /** The data of one host, its revision included. */
    public HostData compile(Host host) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("parallax::host_address", host.address());
        data.set(SERVICES, services);
        edge(data, host);
        ObjectNode replicas = data.putObject(REPLICAS);
        ObjectNode steps = data.putObject(STEPS);
        for (Deployment deployment : deployments) {
            placed(deployment, host).forEach(replica -> replica(replicas, deployment, replica, host));
            deployment.steps().forEach((name, record) -> step(steps, deployment, name, record, host));
        }
        adopted(data, host);
        drift(data, host);
        pins(data, host);
        data.put("parallax::drain_seconds", drain(host).toMillis() / 1000.0);
        storage(data, host);
        profile.write(data);
        return HostData.of(data, seal);
    }

    /** The data of a host that undoes what is there, and is none afterwards. */
    public static HostData leaving(Host host) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("parallax::host_address", host.address());
        data.putObject(SERVICES);
        data.putObject(REPLICAS);
        data.putObject(STEPS);
        data.put(LEAVING, true);
        return HostData.of(data, Seal.NONE);
    }

    /** The longest that a replica here asks for: a host withdraws registrations once for all that it stops. */
    private Duration drain(Host host) {
        return deployments.stream()
                .flatMap(deployment -> placed(deployment, host).stream().map(replica -> roleOf(deployment, replica)))
                .flatMap(Optional::stream)
                .flatMap(role -> role.components().values().stream())
                .map(component -> component.stop().drain())
                .max(Comparator.naturalOrder())
                .orElse(StopPolicy.builder().build().drain());
    }

    private static Optional<Role> roleOf(Deployment deployment, PlacedReplica replica) {
        return Optional.ofNullable(deployment.revisions().get(replica.revision()))
                .map(application -> application.roles().get(replica.role()));
    }

    private void services(Deployment deployment) {
        deployment.owners().forEach((name, application) -> {
            VirtualAddress address = deployment.addresses().get(name);
            Service service = application.services().get(name);
            if (address != null) {
                ObjectNode target = services.putObject(VirtualAddress.key(application.name(), name));
                new ServiceData(deployments, application).write(target, name, address);
                if (service != null && service.exposure() == Exposure.PUBLIC) {
                    address.publicAddress().ifPresent(publicAddresses::add);
                }
            }
        });
    }

    private void edge(ObjectNode data, Host host) {
        int rank = edges.indexOf(host);
        if (rank >= 0 && !publicAddresses.isEmpty()) {
            ObjectNode edge = data.putObject("parallax::edge")
                    .put("router_id", router.id())
                    .put("priority", Math.max(1, HIGHEST_PRIORITY - rank))
                    .put("interface", host.publicInterface().orElseThrow());
            publicAddresses.forEach(edge.putArray("addresses")::add);
        }
    }

    private static void replica(ObjectNode replicas, Deployment deployment, PlacedReplica replica, Host host) {
        Application application = deployment.revisions().get(replica.revision());
        if (isTold(replica.phase()) && application != null) {
            ObjectNode data = new ReplicaData(
                            application, deployment.secretsOf(replica.revision()), deployment.addresses())
                    .of(replica.role(), replica.replica(), host);
            boolean serving =
                    replica.phase() == PlacedReplica.Phase.STARTING || replica.phase() == PlacedReplica.Phase.RUNNING;
            if (!serving) {
                data.putObject("registrations");
            }
            replicas.set(ConsulNames.replica(application.name(), replica.replica()), data);
        }
    }

    /** What was run by hand here, of replicas that this host has been told of: those that wait leave it in its place. */
    private void adopted(ObjectNode data, Host host) {
        Set<String> units = new TreeSet<>();
        Set<String> services = new TreeSet<>();
        for (Deployment deployment : deployments) {
            placed(deployment, host).stream()
                    .filter(replica -> replica.phase() != PlacedReplica.Phase.HELD)
                    .forEach(replica -> deployment.adopted().stream()
                            .filter(adopted -> adopted.isOf(replica))
                            .forEach(adopted -> {
                                units.addAll(adopted.units());
                                services.addAll(adopted.services());
                            }));
        }
        if (!units.isEmpty() || !services.isEmpty()) {
            ObjectNode target = data.putObject(ADOPTED);
            units.forEach(target.putArray("units")::add);
            services.forEach(target.putArray("services")::add);
        }
    }

    /** Only where components here are pinned to different versions of a package. */
    private void pins(ObjectNode data, Host host) {
        HostPins pins = new HostPins();
        for (Deployment deployment : deployments) {
            String app = deployment.wanted().name();
            placed(deployment, host).stream()
                    .filter(replica -> isTold(replica.phase()))
                    .forEach(replica -> roleOf(deployment, replica).ifPresent(role -> role.components()
                            .values()
                            .forEach(component -> pins.carry(app, replica.revision(), component))));
            deployment.steps().forEach((name, record) -> {
                Step step = deployment.wanted().steps().get(name);
                if (step == null || !record.host().equals(host.name())) {
                    return;
                }
                if (record.state() == StepRecord.State.RUNNING) {
                    pins.run(app, deployment.revision(), component(deployment.wanted(), step));
                } else {
                    record.installed().ifPresent(told -> pins.pass(app, told.revision(), told.packages()));
                }
            });
        }
        SortedMap<String, String> held = pins.held();
        if (!held.isEmpty()) {
            ObjectNode target = data.putObject(PINS);
            held.forEach(target::put);
        }
    }

    private static boolean isTold(PlacedReplica.Phase phase) {
        return switch (phase) {
            case HELD, STOPPING -> false;
            case STARTING, RUNNING, DRAINING, LEAVING -> true;
        };
    }

    /** For the host's daemon: of which replicas changes by hand are only told, and how often repairs were asked for. */
    private void drift(ObjectNode data, Host host) {
        ArrayNode reported = JsonNodeFactory.instance.arrayNode();
        ObjectNode repairs = JsonNodeFactory.instance.objectNode();
        for (Deployment deployment : deployments) {
            String application = deployment.wanted().name();
            placed(deployment, host).stream()
                    .filter(replica -> {
                        Role role = deployment.wanted().roles().get(replica.role());
                        return role != null && role.replicas().drift() == DriftPolicy.REPORT;
                    })
                    .map(replica -> ConsulNames.replica(application, replica.replica()))
                    .sorted()
                    .forEach(reported::add);
            if (deployment.repairs() > 0) {
                repairs.put(application, deployment.repairs());
            }
        }
        if (!reported.isEmpty()) {
            data.set("parallax::reported", reported);
        }
        if (!repairs.isEmpty()) {
            data.set("parallax::repairs", repairs);
        }
    }

    private static void step(ObjectNode steps, Deployment deployment, String name, StepRecord record, Host host) {
        Application application = deployment.wanted();
        Step step = application.steps().get(name);
        if (step == null
                || record.state() != StepRecord.State.RUNNING
                || !record.host().equals(host.name())) {
            return;
        }
        String key = StepRecord.attemptKey(application.name(), name, application.version(), record.attempt());
        ObjectNode target = steps.putObject(key)
                .put("application", application.name())
                .put("step", name)
                .put("version", application.version())
                .put("attempt", record.attempt())
                .put("timeout_seconds", Math.max(1, step.timeout().toSeconds()));
        Component component = component(application, step);
        new ComponentData(application, deployment.secretsOf(deployment.revision()), deployment.addresses())
                .write(target.putObject("component"), component, host.address(), name);
    }

    private static Component component(Application application, Step step) {
        var role = application.roles().get(step.use().role());
        Component component =
                role == null ? null : role.components().get(step.use().component());
        if (component == null) {
            throw new IllegalStateException("a step uses " + step.use() + ", which does not exist");
        }
        return Step.component(step, component);
    }

    private void storage(ObjectNode data, Host host) {
        ArrayNode kept = data.putArray("parallax::kept_storage");
        ArrayNode removed = JsonNodeFactory.instance.arrayNode();
        for (KeptStorage entry : storage) {
            if (entry.host().equals(host.name())) {
                ArrayNode target = entry.removing() ? removed : kept;
                entry.names().forEach(name -> target.add(entry.app() + "/" + entry.role() + "/" + name));
            }
        }
        if (!removed.isEmpty()) {
            data.set("parallax::removed_storage", removed);
        }
    }
}
