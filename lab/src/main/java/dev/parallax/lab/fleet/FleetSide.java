package dev.parallax.lab.fleet;

import dev.parallax.backend.Backend;
import dev.parallax.backend.BackendProvider;
import dev.parallax.backend.BackendSettings;
import dev.parallax.comparison.Testbed;
import dev.parallax.comparison.Ticker;
import dev.parallax.lab.Await;
import dev.parallax.lab.LabContext;
import dev.parallax.lab.LabException;
import dev.parallax.lab.LabSide;
import dev.parallax.lab.Parallel;
import dev.parallax.lab.Revival;
import dev.parallax.lab.Side;
import dev.parallax.lab.SideStatus;
import dev.parallax.lab.SideStatus.HostStatus;
import dev.parallax.lab.SideStatus.State;
import dev.parallax.lab.binaries.Binaries;
import dev.parallax.lab.binaries.Software;
import dev.parallax.lab.docker.ContainerHost;
import dev.parallax.lab.docker.Docker;
import dev.parallax.lab.docker.HostFile;
import dev.parallax.lab.docker.HostSpec;
import dev.parallax.lab.docker.HostState;
import dev.parallax.lab.docker.Mount;
import dev.parallax.lab.image.Images;
import dev.parallax.puppetconsul.profile.FleetProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The Puppet and Consul fleet: what is there already is kept if it is what it should be, and made anew otherwise. */
public final class FleetSide implements LabSide {
    static final Duration BOOT = Duration.ofSeconds(90);

    private final LabContext context;
    private final Docker docker;
    private final Path state;
    private final FleetProfile profile;

    /** A fleet that may be up or not. */
    public FleetSide(LabContext context, FleetProfile profile) {
        this.profile = profile;
        this.context = context;
        this.docker = context.docker();
        this.state = context.state(Side.PUPPET_CONSUL);
    }

    @Override
    public Side side() {
        return Side.PUPPET_CONSUL;
    }

    /** How the fleet is run that it brings up. */
    FleetProfile profile() {
        return profile;
    }

    @Override
    public void up() {
        Binaries binaries = Binaries.ofThisUser(context.progress());
        Images images = new Images(docker, binaries, context.places(), context.progress());
        Path consul = Parallel.beside(images::ensureHost, () -> binaries.directory(Software.CONSUL));
        Revival.raise(context, side(), () -> context.progress().run("bring up the Puppet and Consul fleet", () -> {
            raise(consul, Images.HOST);
            return true;
        }));
    }

    private void raise(Path consul, String image) {
        FleetSecrets secrets = FleetSecrets.in(state, consul.resolve("consul"));
        docker.ensureNetwork(FleetLayout.NETWORK);
        // The hosts are made while the server boots, and boot once it knows their tokens: an agent that is turned away
        // asks
        // again much later.
        CompletableFuture<List<ContainerHost>> making = CompletableFuture.supplyAsync(() -> Parallel.map(
                FleetLayout.HOSTS, member -> make(member, consul, image, FleetFiles.host(member, secrets, profile))));
        FleetConsul server = new FleetConsul(secrets);
        ContainerHost control;
        try {
            control = make(FleetLayout.CONTROL, consul, image, FleetFiles.control(secrets, profile));
            start(control);
            server.awaitLeader(BOOT);
            FleetPolicies.grant(server, secrets);
        } catch (LabException e) {
            // Whoever removes what is there must not meet hosts that are still being made.
            making.exceptionally(failure -> List.of()).join();
            throw e;
        }
        List<ContainerHost> hosts = made(making);
        List<Runnable> work = new ArrayList<>();
        hosts.forEach(host -> work.add(() -> {
            start(host);
            startHostUnits(host);
        }));
        work.add(() -> FleetController.ensure(control, context.progress()));
        Parallel.each(work, Runnable::run);
        for (FleetLayout.Member host : FleetLayout.HOSTS) {
            Await.until(
                    host.name() + " has joined the fleet",
                    BOOT,
                    () -> server.alive(host.name()) ? Optional.empty() : Optional.of("Consul does not see it"));
        }
    }

    private static List<ContainerHost> made(CompletableFuture<List<ContainerHost>> making) {
        try {
            return making.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LabException failure
                    ? failure
                    : new LabException("the fleet's hosts could not be made: " + e.getMessage(), e);
        }
    }

    private ContainerHost make(FleetLayout.Member member, Path consul, String image, List<HostFile> files) {
        return make(docker, member, consul, image, files, Map.of("parallax.dev/files", FleetFiles.digest(files)));
    }

    static ContainerHost make(
            Docker docker,
            FleetLayout.Member member,
            Path consul,
            String image,
            List<HostFile> files,
            Map<String, String> labels) {
        HostSpec.Builder spec = HostSpec.builder();
        spec.name(member.container())
                .hostname(member.name())
                .side(Side.PUPPET_CONSUL)
                .image(image)
                .network(FleetLayout.NETWORK.name())
                .address(member.address())
                .putAllLabels(labels)
                .addMounts(Mount.readOnly(consul.toString(), "/opt/parallax/consul"))
                // Databases want a real file system below them.
                .addMounts(Mount.volume("/var/lib/parallax"));
        ContainerHost host = docker.createHost(spec.build());
        if (host.state() == HostState.CREATED) {
            host.write(files);
        }
        return host;
    }

    /** Lets the host run and waits until it has booted. */
    static void start(ContainerHost host) {
        switch (host.state()) {
            case RUNNING -> {}
            case PAUSED -> host.unpause();
            default -> host.start();
        }
        host.awaitBooted(BOOT);
    }

    /** Everything that a host needs to carry replicas runs: the agent, the warm Puppet, and what asks it. */
    static void startHostUnits(ContainerHost host) {
        // Where a timer starts Puppet, the boot has started it, and the second of these is left out by its own
        // condition.
        host.exec(BOOT, "systemctl", "start", "consul.service", "parallax-puppet.service", "parallax-host.service")
                .orThrow();
    }

    @Override
    public SideStatus status() {
        Map<FleetLayout.Member, HostState> states = new LinkedHashMap<>();
        FleetLayout.ALL.forEach(member -> states.put(member, state(member)));
        Set<String> cordoned = cordoned(states);
        List<HostStatus> hosts = Parallel.map(FleetLayout.ALL, member -> {
            HostState found = Objects.requireNonNull(states.get(member));
            return new HostStatus(
                    member.name(), member.address(), found, ready(member, found), cordoned.contains(member.name()));
        });
        if (hosts.stream().allMatch(host -> host.state() == HostState.GONE)) {
            return docker.inventory(Side.PUPPET_CONSUL).isEmpty() && !Files.exists(state)
                    ? SideStatus.down(side())
                    : new SideStatus(side(), State.PARTIAL, List.of(), Map.of());
        }
        boolean suspended = hosts.stream().allMatch(host -> host.state() == HostState.PAUSED);
        State whole = hosts.stream().allMatch(HostStatus::ready) ? State.UP : State.PARTIAL;
        State found = suspended ? State.SUSPENDED : whole;
        List<HostStatus> all = new ArrayList<>(hosts);
        // They make the side neither more nor less.
        new FleetExtraHosts(context).members().forEach(member -> {
            HostState state = state(member);
            all.add(new HostStatus(
                    member.name(), member.address(), state, ready(member, state), cordoned.contains(member.name())));
        });
        return new SideStatus(side(), found, all, Map.of("consul", FleetLayout.CONSUL_URL));
    }

    private HostState state(FleetLayout.Member member) {
        return docker.host(member.container()).map(ContainerHost::state).orElse(HostState.GONE);
    }

    /** Empty where nobody can be asked. */
    private Set<String> cordoned(Map<FleetLayout.Member, HostState> states) {
        if (states.get(FleetLayout.CONTROL) != HostState.RUNNING || !FleetSecrets.present(state)) {
            return Set.of();
        }
        try {
            return new FleetConsul(FleetSecrets.of(state)).cordoned();
        } catch (LabException e) {
            return Set.of();
        }
    }

    private boolean ready(FleetLayout.Member member, HostState found) {
        if (found != HostState.RUNNING || !FleetSecrets.present(state)) {
            return false;
        }
        try {
            return new FleetConsul(FleetSecrets.of(state)).alive(member.name());
        } catch (LabException e) {
            return false;
        }
    }

    @Override
    public void down() {
        context.progress().run("remove the fleet's hosts", () -> {
            docker.removeAll(side());
            context.removeState(side());
            return true;
        });
    }

    /** The names of its hosts, whether they are up or not. */
    public static List<String> hostNames() {
        return FleetLayout.ALL.stream().map(FleetLayout.Member::name).toList();
    }

    @Override
    public ContainerHost host(String name) {
        return docker.host(FleetLayout.member(name).container())
                .orElseThrow(() -> new LabException(
                        "the host " + name + " is not up: `parallax lab up puppet-consul` brings it up"));
    }

    @Override
    public Map<String, String> toolEnvironment(String host) {
        boolean control = host.equals(FleetLayout.CONTROL.name());
        return Map.of(
                "CONSUL_HTTP_ADDR",
                "https://localhost:8501",
                "CONSUL_CACERT",
                ConsulConfiguration.TLS + "/ca.pem",
                "CONSUL_HTTP_TOKEN_FILE",
                control ? FleetFiles.CONTROLLER_TOKEN : FleetFiles.HOST_TOKEN);
    }

    @Override
    public Testbed testbed() {
        Backend backend = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(side().id()))
                .findFirst()
                .orElseThrow(() -> new LabException("there is no backend " + side() + " on the class path"))
                .open(settings());
        return new FleetTestbed(this, new FleetConsul(FleetSecrets.of(state)), backend, Ticker.system());
    }

    /**
     * How a backend reaches the fleet: {@code consul}, {@code consul-ca}, {@code consul-token}, {@code consul-operator-token}, {@code seal-key} and {@code controller}. While the service on
     * the control host is at work, whoever measures it must not take its place.
     */
    public BackendSettings settings() {
        if (!FleetSecrets.present(state)) {
            throw new LabException("the fleet is not up: `parallax lab up` brings it up");
        }
        FleetSecrets secrets = FleetSecrets.of(state);
        return BackendSettings.of(Map.of(
                "consul",
                FleetLayout.CONSUL_URL,
                "consul-ca",
                secrets.caFile().toString(),
                "consul-token",
                secrets.controllerToken(),
                "consul-operator-token",
                secrets.managementToken(),
                "seal-key",
                secrets.sealKeyFile().toString(),
                "controller",
                FleetController.isInstalled(host(FleetLayout.CONTROL.name())) ? "daemon" : "auto"));
    }

    @Override
    public void close() {}
}
