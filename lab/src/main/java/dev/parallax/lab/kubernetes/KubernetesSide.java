package dev.parallax.lab.kubernetes;

import static java.util.stream.Collectors.toMap;

import dev.parallax.SystemTime;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.Ticker;
import dev.parallax.lab.LabContext;
import dev.parallax.lab.LabException;
import dev.parallax.lab.LabSide;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.Racks;
import dev.parallax.lab.Revival;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.binaries.Software;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.docker.HostSpec;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.docker.Mount;
import dev.parallax.lab.image.Images;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real Kubernetes cluster out of containers: one control host and four workers. */
public final class KubernetesSide implements LabSide {
    private static final String KUBECONFIG = "kubeconfig";
    private static final String PROFILE = "profile";
    /** Digest of the objects that were written to the cluster last, by a run that saw it whole afterwards. */
    private static final String APPLIED = "applied";

    private final LabContext context;
    private final TimerProfile profile;
    private final Path state;

    /**
     * @param profile the timers to bring the cluster up with; a cluster that runs with others is changed to them
     */
    public KubernetesSide(LabContext context, TimerProfile profile) {
        this.context = context;
        this.profile = profile;
        this.state = context.state(Side.KUBERNETES);
    }

    @Override
    public Side side() {
        return Side.KUBERNETES;
    }

    /** The kubeconfig of the cluster's administrator; there once the cluster has been brought up. */
    public Path kubeconfig() {
        return state.resolve(KUBECONFIG);
    }

    @Override
    public void up() {
        Docker docker = context.docker();
        Binaries binaries = Binaries.ofThisUser(context.progress());
        Images images = new Images(docker, binaries, context.places(), context.progress());
        // Packages come over the network and are unpacked, while the compiler has the processors.
        Path executables = Parallel.beside(images::ensurePackaged, () -> binaries.directory(Software.KUBERNETES));
        String image = images.ensureNode();
        ClusterPki pki = new ClusterPki(state.resolve("pki"), SystemTime.clock());
        HostFiles files = new HostFiles(pki, profile, images());
        Map<Host, List<HostFile>> written = ClusterLayout.HOSTS.stream().collect(toMap(host -> host, files::of));
        String kubeconfig = files.kubeconfig();
        if (!pki.renewed().isEmpty()) {
            context.progress()
                    .update(
                            "the cluster's certificates",
                            "made anew, as what was kept had expired or was damaged: "
                                    + String.join(", ", pki.renewed()));
        }
        removeOutdated(image, executables, pki);
        Revival.raise(context, side(), () -> {
            Instant before = SystemTime.clock().instant();
            Set<String> restarted = ConcurrentHashMap.newKeySet();
            context.progress().run("start the Kubernetes hosts", () -> {
                docker.ensureNetwork(ClusterLayout.NETWORK);
                Parallel.each(ClusterLayout.HOSTS, host -> {
                    List<HostFile> present = written.getOrDefault(host, List.of());
                    if (start(spec(host, image, executables, pki), host, present) == HostState.STOPPED) {
                        restarted.add(host.name());
                    }
                });
                PodRoutes.add();
                keep(KUBECONFIG, kubeconfig);
                keep(PROFILE, profile.id());
                return true;
            });
            context.progress().run("wait for the Kubernetes cluster", () -> {
                complete(files.manifests(), restarted, before);
                return true;
            });
        });
    }

    /**
     * @param restarted hosts that were started again, after that moment: what the API says of their pods is older at first
     */
    private void complete(Map<String, String> manifests, Set<String> restarted, Instant before) {
        try (KubernetesClient client = client()) {
            Workloads workloads = new Workloads(client);
            workloads.awaitApi();
            workloads.awaitRestarted(restarted, before);
            String digest = ClusterPki.sha256(manifests.toString());
            if (!digest.equals(kept(APPLIED)) || !workloads.missing().isEmpty()) {
                workloads.apply(manifests);
                workloads.awaitWhole();
                keep(APPLIED, digest);
            }
        }
    }

    /**
     * Workers know the cluster by the control host, which has the store; what was made for another one, or from another image, goes
     * as a whole.
     */
    private void removeOutdated(String image, Path executables, ClusterPki pki) {
        boolean outdated = ClusterLayout.HOSTS.stream()
                .anyMatch(host -> context.docker().isOutdated(spec(host, image, executables, pki)));
        boolean headless =
                context.docker().host(ClusterLayout.CONTROL.container()).isEmpty()
                        && !context.docker().hosts(side()).isEmpty();
        if (outdated || headless) {
            context.progress().run("remove the Kubernetes hosts of another cluster", () -> {
                context.docker().removeAll(side());
                return true;
            });
        }
    }

    /** Returns what the host was doing before. */
    private HostState start(HostSpec spec, Host host, List<HostFile> files) {
        ContainerHost container = context.docker().createHost(spec);
        HostState found = container.state();
        if (found == HostState.PAUSED) {
            container.unpause();
        }
        if (found == HostState.PAUSED || found == HostState.RUNNING) {
            HostSetup.adjust(container, files, HostFiles.services(host));
        } else {
            HostSetup.prepare(container, files);
            container.start();
        }
        return found;
    }

    private HostSpec spec(Host host, String image, Path executables, ClusterPki pki) {
        HostSpec.Builder spec = HostSpec.builder()
                .name(host.container())
                .hostname(host.name())
                .side(Side.KUBERNETES)
                .image(image)
                .network(ClusterLayout.NETWORK.name())
                .address(host.address())
                // Hosts of a cluster with other certificates are of no use to this one.
                .putLabels("dev.parallax.lab.kubernetes.authority", pki.fingerprint())
                .putSysctls("net.ipv4.ip_forward", "1")
                .addMounts(Mount.readOnly(executables.toString(), "/opt/parallax/kubernetes"));
        List<String> volumes = host.isControl()
                ? List.of("/var/lib/etcd")
                : List.of("/var/lib/containerd", "/var/lib/kubelet", "/var/lib/parallax");
        volumes.forEach(path -> spec.addMounts(Mount.volume(path)));
        // A kubelet gives its node labels when it registers it, and not later.
        host.rack().ifPresent(rack -> spec.putLabels("dev.parallax.lab.kubernetes." + Racks.LABEL, rack));
        return spec.build();
    }

    private static Map<String, String> images() {
        return Map.of(
                        "pause.image", Images.PAUSE,
                        "helper.image", Images.HELPER,
                        "coredns.image", Images.COREDNS,
                        "metallb-controller.image", Images.METALLB_CONTROLLER,
                        "metallb-speaker.image", Images.METALLB_SPEAKER,
                        "local-path-provisioner.image", Images.LOCAL_PATH_PROVISIONER)
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void keep(String name, String content) {
        try {
            PrivateFiles.write(state.resolve(name), content);
        } catch (IOException e) {
            throw new LabException("could not write " + state.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    /** What an earlier run has kept under the name; empty when none has. */
    private String kept(String name) {
        try {
            return Files.readString(state.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    private KubernetesClient client() {
        try {
            Config config = Config.fromKubeconfig(Files.readString(kubeconfig()));
            config.setRequestRetryBackoffLimit(0);
            config.setRequestTimeout(10_000);
            config.setConnectionTimeout(5_000);
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (IOException e) {
            throw new LabException(
                    "the lab's Kubernetes cluster is not up (" + kubeconfig() + " cannot be read):"
                            + " `parallax lab up kubernetes` brings it up",
                    e);
        }
    }

    @Override
    public SideStatus status() {
        List<ContainerHost> containers = context.docker().hosts(side());
        if (containers.isEmpty()) {
            return SideStatus.down(side());
        }
        boolean suspended = containers.stream().allMatch(container -> container.state() == HostState.PAUSED);
        Map<String, Node> nodes = Map.of();
        List<String> missing = new ArrayList<>();
        if (!suspended && Files.isReadable(kubeconfig())) {
            try (KubernetesClient client = client()) {
                Workloads workloads = new Workloads(client);
                missing.addAll(workloads.missing());
                if (missing.stream().noneMatch(text -> text.startsWith("the API server"))) {
                    nodes = workloads.nodes();
                }
            }
        } else if (!suspended) {
            missing.add("it has never been up");
        }
        List<SideStatus.HostStatus> hosts = new ArrayList<>();
        boolean api = !nodes.isEmpty();
        for (Host host : ClusterLayout.HOSTS) {
            HostState hostState = containers.stream()
                    .filter(container -> container.name().equals(host.container()))
                    .map(ContainerHost::state)
                    .findFirst()
                    .orElse(HostState.GONE);
            Optional<Node> node = Optional.ofNullable(nodes.get(host.name()));
            boolean ready =
                    host.isControl() ? api : node.filter(Nodes::isUsable).isPresent();
            boolean cordoned = node.filter(Nodes::isCordoned).isPresent();
            hosts.add(new SideStatus.HostStatus(host.name(), host.address(), hostState, ready, cordoned));
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("API", ClusterLayout.server());
        details.put(KUBECONFIG, kubeconfig().toString());
        details.put(PROFILE, kept(PROFILE));
        if (!missing.isEmpty()) {
            details.put("missing", String.join("; ", missing));
        }
        SideStatus.State found = missing.isEmpty() ? SideStatus.State.UP : SideStatus.State.PARTIAL;
        return new SideStatus(side(), suspended ? SideStatus.State.SUSPENDED : found, hosts, details);
    }

    @Override
    public void down() {
        context.progress().run("remove the Kubernetes hosts", () -> {
            PodRoutes.remove();
            context.docker().removeAll(side());
            context.removeState(side());
            return true;
        });
    }

    @Override
    public Testbed testbed() {
        return new KubernetesTestbed(context.docker(), kubeconfig(), client(), kept(PROFILE), Ticker.system());
    }

    /** The names of its hosts, whether they are up or not. */
    public static List<String> hostNames() {
        return ClusterLayout.HOSTS.stream().map(Host::name).toList();
    }

    @Override
    public ContainerHost host(String name) {
        return ClusterLayout.HOSTS.stream()
                .filter(host -> host.name().equals(name) || host.container().equals(name))
                .findFirst()
                .flatMap(host -> context.docker().host(host.container()))
                .orElseThrow(() -> new LabException("the host " + name
                        + " is not up: `parallax lab up kubernetes` brings up " + String.join(", ", hostNames())));
    }

    @Override
    public Map<String, String> toolEnvironment(String host) {
        return host.equals(ClusterLayout.CONTROL.name()) ? Map.of("KUBECONFIG", HostFiles.ADMINISTRATOR) : Map.of();
    }

    @Override
    public void close() {}
}
