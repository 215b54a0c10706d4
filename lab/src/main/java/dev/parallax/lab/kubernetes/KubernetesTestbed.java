package dev.parallax.lab.kubernetes;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.parallax.backend.Backend;
import dev.parallax.backend.Subscription;
import dev.parallax.comparison.DataPathListener;
import dev.parallax.comparison.Injection;
import dev.parallax.comparison.ReplicaRef;
import dev.parallax.comparison.ResourceUse;
import dev.parallax.comparison.SideFacts;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.TestbedException;
import dev.parallax.comparison.Ticker;
import dev.parallax.comparison.probe.MeasuredService;
import dev.parallax.kubernetes.KubernetesBackend;
import dev.parallax.kubernetes.KubernetesSettings;
import dev.parallax.lab.Await;
import dev.parallax.lab.LabException;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.Resources;
import dev.parallax.lab.Side;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.fault.DataPathFollower;
import dev.parallax.lab.fault.HostCgroups;
import dev.parallax.lab.fault.HostResources;
import dev.parallax.lab.fault.Neighbours;
import dev.parallax.lab.kubernetes.ClusterLayout.Host;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cluster under measurement. An application's namespace has its name, and a replica is a pod. */
final class KubernetesTestbed implements Testbed {
    private static final Duration SANE = Duration.ofSeconds(110);
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final String CONTROLLERS = "kube-controller-manager";

    private final Docker docker;
    private final KubernetesClient client;
    private final Workloads workloads;
    private final KubernetesBackend backend;
    private final String profile;
    private final Ticker ticker;

    KubernetesTestbed(Docker docker, Path kubeconfig, KubernetesClient client, String profile, Ticker ticker) {
        this.docker = docker;
        this.client = client;
        this.workloads = new Workloads(client);
        this.profile = profile;
        this.ticker = ticker;
        this.backend = KubernetesBackend.connect(
                KubernetesSettings.builder().kubeconfig(kubeconfig).build());
    }

    @Override
    public String side() {
        return Side.KUBERNETES.id();
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public List<String> hosts() {
        return ClusterLayout.WORKERS.stream().map(Host::name).sorted().toList();
    }

    @Override
    public void resume() throws InterruptedException {
        guarded(() -> {
            List<Host> idle = ClusterLayout.HOSTS.stream()
                    .filter(host -> container(host).state() != HostState.RUNNING)
                    .toList();
            Parallel.each(idle, host -> {
                ContainerHost container = container(host);
                if (container.state() == HostState.PAUSED) {
                    container.unpause();
                } else {
                    container.start();
                }
            });
            workloads.awaitApi();
            if (!idle.isEmpty()) {
                awaitSignsOfLife(idle.stream().filter(host -> !host.isControl()).toList());
            }
            // Stopped by suspend(): it must not see the signs of life that the frozen workers did not give.
            container(ClusterLayout.CONTROL).sh(SHORT, "systemctl start " + CONTROLLERS);
            workloads.awaitWhole();
            return true;
        });
    }

    @Override
    public void suspend() throws InterruptedException {
        guarded(() -> {
            ContainerHost control = container(ClusterLayout.CONTROL);
            if (control.state() == HostState.RUNNING) {
                control.sh(SHORT, "systemctl stop " + CONTROLLERS);
            }
            Parallel.each(ClusterLayout.HOSTS, host -> {
                ContainerHost container = container(host);
                if (container.state() == HostState.RUNNING) {
                    container.pause();
                }
            });
            return true;
        });
    }

    @Override
    public Injection killReplica(ReplicaRef replica) throws InterruptedException {
        return guarded(() -> {
            Pod pod = pod(replica);
            HostCgroups cgroups = HostCgroups.of(container(host(pod.getSpec().getNodeName())));
            List<Path> groups = pod.getStatus().getContainerStatuses().stream()
                    .filter(status -> status.getContainerID() != null)
                    .map(status -> status.getContainerID().replaceFirst("^.*://", ""))
                    .map(id -> cgroups.group(podGroup(pod)).resolve(id))
                    .toList();
            if (groups.stream().allMatch(group -> HostCgroups.processes(group).isEmpty())) {
                throw new TestbedException(replica + " has no process that could be killed");
            }
            return Injection.of(ticker, () -> HostCgroups.kill(groups));
        });
    }

    /** Where kubelet puts a pod of this quality of service. */
    static String podGroup(Pod pod) {
        String quality = pod.getStatus().getQosClass();
        String folder = "Guaranteed".equals(quality) ? "" : quality.toLowerCase(java.util.Locale.ROOT) + "/";
        return "kubepods/" + folder + "pod" + pod.getMetadata().getUid();
    }

    @Override
    public Injection stopHost(String host) throws InterruptedException {
        return guarded(() -> {
            ContainerHost container = container(host(host));
            if (container.state() != HostState.RUNNING) {
                throw new TestbedException(host + " does not run: it cannot be stopped");
            }
            return Injection.of(ticker, container::kill);
        });
    }

    @Override
    public void restoreHost(String name) throws InterruptedException {
        guarded(() -> {
            Host host = host(name);
            ContainerHost container = container(host);
            HostState state = container.state();
            if (state == HostState.PAUSED) {
                container.unpause();
            } else if (state != HostState.RUNNING) {
                container.start();
            }
            if (state != HostState.RUNNING) {
                awaitSignsOfLife(List.of(host));
            }
            Await.until(name + " is back", SANE, () -> notBack(name));
            return true;
        });
    }

    private Optional<String> notBack(String name) {
        Node node = client.nodes().withName(name).get();
        if (node == null || !Nodes.isUsable(node)) {
            return Optional.of("the node is not ready");
        }
        String unsettled = client.pods().inAnyNamespace().withField("spec.nodeName", name).list().getItems().stream()
                .filter(pod -> !Nodes.isSettled(pod))
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName())
                .sorted()
                .collect(joining(", "));
        return unsettled.isEmpty() ? Optional.empty() : Optional.of("pods are on the way: " + unsettled);
    }

    /** Waits until each has renewed its lease: what the API says of a node is as old as that. */
    private void awaitSignsOfLife(List<Host> workers) {
        Map<String, Optional<ZonedDateTime>> before =
                workers.stream().collect(toMap(Host::name, host -> renewed(host.name())));
        Await.until("the workers give signs of life", SANE, () -> {
            String silent = before.keySet().stream()
                    .filter(name -> renewed(name).equals(before.get(name)))
                    .sorted()
                    .collect(joining(", "));
            return silent.isEmpty() ? Optional.empty() : Optional.of("nothing from " + silent);
        });
    }

    private Optional<ZonedDateTime> renewed(String node) {
        Lease lease =
                client.leases().inNamespace("kube-node-lease").withName(node).get();
        return Optional.ofNullable(lease).map(found -> found.getSpec().getRenewTime());
    }

    @Override
    public Optional<String> publicAddressHolder(String address) {
        return Neighbours.holder(address, ClusterLayout.WORKERS.stream().collect(toMap(Host::name, Host::address)));
    }

    /** kube-proxy names its chains by namespace, service, protocol and port. */
    @Override
    public Subscription followDataPath(MeasuredService service, DataPathListener listener) {
        String chains = String.join(
                "/", backend.namespace(service.application()), service.service(), "tcp", service.portName());
        return DataPathFollower.start(
                ClusterLayout.WORKERS.stream().collect(toMap(Host::name, this::container)),
                List.of(Resources.text(KubernetesTestbed.class, "follow-nftables.pl"), chains),
                ticker,
                listener);
    }

    @Override
    public SideFacts facts(List<ReplicaRef> replicas) {
        try {
            SortedMap<String, ContainerHost> workers = new TreeMap<>();
            ClusterLayout.WORKERS.forEach(worker -> workers.put(worker.name(), container(worker)));
            return new LiveFacts(client, container(ClusterLayout.CONTROL), workers, backend::namespace)
                    .read(profile, replicas);
        } catch (LabException | KubernetesClientException e) {
            throw new TestbedException("could not read the versions and timers: " + e.getMessage(), e);
        }
    }

    @Override
    public ResourceUse resources() {
        try {
            return HostResources.of(docker.hosts(Side.KUBERNETES));
        } catch (LabException e) {
            throw new TestbedException("could not read what the hosts take: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        backend.close();
        client.close();
    }

    private Pod pod(ReplicaRef replica) {
        Pod pod = client.pods()
                .inNamespace(backend.namespace(replica.application()))
                .withName(replica.replica())
                .get();
        if (pod == null || pod.getSpec().getNodeName() == null) {
            throw new TestbedException("there is no pod of " + replica);
        }
        return pod;
    }

    private static Host host(String name) {
        return ClusterLayout.HOSTS.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TestbedException("there is no host " + name));
    }

    private ContainerHost container(Host host) {
        return docker.host(host.container())
                .orElseThrow(
                        () -> new TestbedException(host.name() + " is gone: `parallax lab up kubernetes` makes it"));
    }

    /** Does the work; failures of the lab and of the API become the testbed's, and an interruption an interruption. */
    private static <T> T guarded(java.util.function.Supplier<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (LabException | KubernetesClientException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            }
            throw new TestbedException(String.valueOf(e.getMessage()), e);
        }
    }
}
