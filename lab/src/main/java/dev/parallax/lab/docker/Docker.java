package dev.parallax.lab.docker;

import static dev.parallax.lab.docker.DockerCalls.call;
import static dev.parallax.lab.docker.DockerCalls.settle;

import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.parallax.lab.FileLock;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Places;
import dev.parallax.lab.Progress;
import dev.parallax.lab.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The container engine that the lab's hosts run on. Everything that it makes carries the lab's label with the side, is found
 * again by it, and is removed by {@link #removeAll(Side)}, whoever made it and however that ended.
 *
 * <p>Safe for use by many threads. Every call has a time limit and fails with a {@link LabException}.
 */
public final class Docker implements AutoCloseable {
    private static final String BRIDGE = "br-";

    private final DockerCalls calls;
    private final HostConfiguration.Rights rights;

    private Docker(DockerCalls calls) {
        this.calls = calls;
        this.rights = HostConfiguration.Rights.ofThisMachine();
    }

    /** Connects to the engine; starts one when none runs and this process may. */
    public static Docker connect() {
        return connect(Progress.NONE);
    }

    /** As {@link #connect()}, telling when an engine has to be started first. */
    public static Docker connect(Progress progress) {
        DockerCalls calls = new DockerCalls();
        try {
            if (!calls.answers()) {
                new DockerDaemon(calls).start(progress);
            }
            return new Docker(calls);
        } catch (RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    /** Connects to an engine that runs; empty when none answers. Starts nothing. */
    public static Optional<Docker> connectIfRunning() {
        DockerCalls calls = new DockerCalls();
        if (calls.answers()) {
            return Optional.of(new Docker(calls));
        }
        calls.close();
        return Optional.empty();
    }

    /** The engine's version, {@code 20.10.24+dfsg1}. */
    public String version() {
        return String.valueOf(call(
                        "ask the engine's version",
                        () -> calls.quick().versionCmd().exec())
                .getVersion());
    }

    /** The images that the engine has. */
    public ImageStore images() {
        return new ImageStore(calls, rights);
    }

    /** Makes the network unless it is there as described; one of that name with another subnet is made anew. */
    public void ensureNetwork(NetworkSpec spec) {
        for (Network network : networks()) {
            if (!network.getName().equals(spec.name())) {
                continue;
            }
            boolean same = network.getIpam().getConfig().stream()
                    .anyMatch(config -> spec.subnet().equals(config.getSubnet())
                            && spec.gateway().equals(config.getGateway()));
            if (same) {
                requireAlone(spec, MachineAddress.all(), bridge(network));
                return;
            }
            if (!network.getLabels().containsKey(Labels.SIDE)) {
                throw new LabException("the engine has a network " + spec.name()
                        + " that the lab did not make, with another subnet: rename or remove it");
            }
            removeNetwork(network);
        }
        requireAlone(spec, MachineAddress.all(), "");
        call("make the network " + spec.name() + " (" + spec.subnet() + ")", () -> calls.quick()
                .createNetworkCmd()
                .withName(spec.name())
                .withCheckDuplicate(true)
                .withLabels(Labels.of(spec.side()))
                .withIpam(new Network.Ipam()
                        .withConfig(new Network.Ipam.Config()
                                .withSubnet(spec.subnet())
                                .withGateway(spec.gateway())
                                .withIpRange(spec.addresses())))
                .exec());
    }

    /** The name that the engine gives the interface of a network. */
    private static String bridge(Network network) {
        return BRIDGE + network.getId().substring(0, 12);
    }

    /** Where another interface takes what is sent to the network's hosts, none of them would ever answer. */
    static void requireAlone(NetworkSpec spec, List<MachineAddress> addresses, String own) {
        addresses.stream()
                .filter(address -> !address.device().equals(own) && address.takesFrom(spec))
                .findFirst()
                .ifPresent(other -> {
                    String remedy = other.device().startsWith(BRIDGE)
                            ? "if `docker network ls` knows no network "
                                    + other.device().substring(BRIDGE.length())
                                    + ", it is left of an engine that is gone: restart the machine, or remove it, `ip link delete "
                                    + other.device() + "`, and the rules that name it, `iptables-save | grep "
                                    + other.device() + "`"
                            : "take that address away while the lab is up";
                    throw new LabException("this machine has " + other + ", and the lab's network " + spec.name()
                            + " is " + spec.subnet() + ", so that its hosts would be out of reach; " + remedy);
                });
    }

    /**
     * The host of that description, running. One that runs already and was made from the same description and the same image is
     * left alone; one that is stopped is started; any other of that name is replaced.
     */
    public ContainerHost startHost(HostSpec spec) {
        ContainerHost host = createHost(spec);
        switch (host.state()) {
            case RUNNING -> {}
            case PAUSED -> host.unpause();
            default -> host.start();
        }
        return host;
    }

    /**
     * As {@link #startHost} without starting it: files may be written first, so that the host boots with them. A host that runs
     * already keeps running.
     */
    public ContainerHost createHost(HostSpec spec) {
        String digest = digest(spec);
        Optional<Container> existing = container(spec.name());
        if (existing.isPresent()) {
            if (hasDigest(existing.get(), digest)) {
                return host(spec.name(), existing.get().getId());
            }
            requireOurs(existing.get());
            host(spec.name(), existing.get().getId()).remove();
        }
        for (Mount mount : spec.mounts()) {
            if (mount instanceof Mount.Volume) {
                makeVolume(HostConfiguration.volumeName(spec.name(), mount.target()), spec.side());
            }
        }
        return host(spec.name(), create(spec, digest));
    }

    /** Whether there is a host of that name that was made after another specification or from another image. */
    public boolean isOutdated(HostSpec spec) {
        return container(spec.name())
                .map(existing -> !hasDigest(existing, digest(spec)))
                .orElse(false);
    }

    private String digest(HostSpec spec) {
        return Digests.of(
                spec.toString(),
                images().id(spec.image())
                        .orElseThrow(() -> new LabException(
                                "there is no image " + spec.image() + ": `parallax lab up` builds it")));
    }

    private static boolean hasDigest(Container container, String digest) {
        return digest.equals(container.getLabels().get(Labels.SPEC));
    }

    private String create(HostSpec spec, String digest) {
        return call("make the host " + spec.name(), () -> {
            CreateContainerResponse created = calls.quick()
                    .createContainerCmd(spec.image())
                    .withName(spec.name())
                    .withHostName(spec.hostname())
                    .withLabels(Labels.of(spec, digest))
                    .withIpv4Address(spec.address())
                    .withEnv(spec.environment().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .sorted()
                            .toList())
                    .withTty(true)
                    .withHostConfig(HostConfiguration.of(spec, rights))
                    .exec();
            return created.getId();
        });
    }

    /** The host of that container name, whatever its state; empty when there is none. */
    public Optional<ContainerHost> host(String name) {
        return container(name).map(container -> host(name, container.getId()));
    }

    /** The hosts of a side in the order of their names, whatever their state. */
    public List<ContainerHost> hosts(Side side) {
        return containers(side).stream()
                .map(container -> host(name(container), container.getId()))
                .sorted(Comparator.comparing(ContainerHost::name))
                .toList();
    }

    /**
     * Ends what still runs of hosts that the engine has lost sight of, as it does when it is killed together with what it starts
     * containers with: such processes hold ports, files and control groups that the host needs to boot again. Returns the names
     * of those hosts.
     */
    public List<String> endLeftovers(Side side) {
        return hosts(side).stream()
                .filter(host -> host.endLeftovers() > 0)
                .map(ContainerHost::name)
                .toList();
    }

    /** Removes every host, network and volume of a side. What is gone already is fine. */
    public void removeAll(Side side) {
        containers(side).parallelStream()
                .forEach(container -> host(name(container), container.getId()).remove());
        for (Network network : networks()) {
            if (network.getLabels() != null
                    && side.id().equals(network.getLabels().get(Labels.SIDE))) {
                removeNetwork(network);
            }
        }
        for (InspectVolumeResponse volume : volumes(side)) {
            settle(
                    "remove the volume " + volume.getName(),
                    () -> calls.quick().removeVolumeCmd(volume.getName()).exec());
        }
        // The containers in which images are made belong to no side; while somebody holds this lock they are in use.
        FileLock.ifFree(Places.ofThisUser().cache().resolve(ImageStore.LOCK), images()::removeBuilders);
    }

    /** Removes the network of that name, with whatever is attached to it taken off first. */
    public void removeNetwork(String name) {
        for (Network network : networks()) {
            if (network.getName().equals(name)) {
                removeNetwork(network);
            }
        }
    }

    /** What a side has on this machine, one line each ("container NAME"), in a fixed order; empty after {@link #removeAll}. */
    public List<String> inventory(Side side) {
        return Stream.of(
                        containers(side).stream().map(container -> "container " + name(container)),
                        networks().stream()
                                .filter(network -> network.getLabels() != null
                                        && side.id().equals(network.getLabels().get(Labels.SIDE)))
                                .map(network -> "network " + network.getName()),
                        volumes(side).stream().map(volume -> "volume " + volume.getName()))
                .flatMap(lines -> lines)
                .sorted()
                .toList();
    }

    /** One that somebody else removes meanwhile is gone, as it should be. */
    private void removeNetwork(Network network) {
        settle("remove the network " + network.getName(), () -> {
            Network details = calls.quick()
                    .inspectNetworkCmd()
                    .withNetworkId(network.getId())
                    .exec();
            for (String attached : details.getContainers().keySet()) {
                settle("detach " + attached + " from " + network.getName(), () -> calls.quick()
                        .disconnectFromNetworkCmd()
                        .withNetworkId(network.getId())
                        .withContainerId(attached)
                        .withForce(true)
                        .exec());
            }
            calls.quick().removeNetworkCmd(network.getId()).exec();
        });
    }

    private List<Network> networks() {
        return call("list networks", () -> calls.quick().listNetworksCmd().exec());
    }

    /** An empty one: what one of that name still holds belongs to a host that is gone, and to the image that it had. */
    private void makeVolume(String name, Side side) {
        settle(
                "remove the volume " + name,
                () -> calls.quick().removeVolumeCmd(name).exec());
        call("make the volume " + name, () -> calls.quick()
                .createVolumeCmd()
                .withName(name)
                .withLabels(Labels.of(side))
                .exec());
    }

    private List<InspectVolumeResponse> volumes(Side side) {
        List<InspectVolumeResponse> volumes = call("list volumes", () -> calls.quick()
                        .listVolumesCmd()
                        .withFilter("label", List.of(Labels.SIDE + "=" + side.id()))
                        .exec())
                .getVolumes();
        return volumes == null ? List.of() : volumes;
    }

    private List<Container> containers(Side side) {
        return call("list containers", () -> calls.quick()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Labels.of(side))
                .exec());
    }

    private Optional<Container> container(String name) {
        return call("look for the container " + name, () -> calls.quick()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withNameFilter(List.of("^/?" + name + "$"))
                        .exec())
                .stream()
                .findFirst();
    }

    private ContainerHost host(String name, String id) {
        return new ContainerHost(calls, name, id);
    }

    private static String name(Container container) {
        return container.getNames()[0].substring(1);
    }

    private static void requireOurs(Container container) {
        if (!container.getLabels().containsKey(Labels.SIDE)) {
            throw new LabException(
                    "there is a container " + name(container) + " that the lab did not make: rename or remove it");
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
